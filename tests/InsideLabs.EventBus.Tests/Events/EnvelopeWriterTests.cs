using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EnvelopeWriterTests
{
    public static TheoryData<string> Names { get; } =
    [
        "Shop", "Order Service 2", "a\"b\\c/d", "<&>'+`", "Käufe", "日本", "😀", "tab\tand\u0001", "\u007f", "half \ud800 pair", "~{}[]:;,.!?", new string('x', 256),
    ];

    /// <summary>The oracle is the platform's writer.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_bytes_are_those_of_the_platforms_writer(string name)
    {
        foreach (var timestamp in new[] { DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue, Whole(DateTimeOffset.MaxValue), Now.AddMilliseconds(7) })
        {
            var bytes = EnvelopeWriter.Write("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC", "shop.order.placed", name, name + "2", timestamp, "{\"a\":1}"u8, out var start);

            Encoding.UTF8.GetString(bytes).Should().Be(Encoding.UTF8.GetString(Expected(name, name + "2", timestamp)));
            Encoding.UTF8.GetString(bytes.AsSpan(start)).Should().Be("{\"a\":1}}");
        }
    }

    private static DateTimeOffset Now { get; } = new(2026, 4, 8, 12, 34, 56, TimeSpan.Zero);

    private static DateTimeOffset Whole(DateTimeOffset instant) => Timestamps.Cut(instant);

    private static byte[] Expected(string category, string source, DateTimeOffset timestamp)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("eventId", "01JS0Z7V8K3Q4T5W6X7Y8Z9ABC");
        json.WriteString("eventType", "shop.order.placed");
        json.WriteString("eventCategory", category);
        json.WriteString("sourceDomain", source);
        json.WriteString("timestamp", timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WritePropertyName("payload");
        json.WriteRawValue("{\"a\":1}");
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

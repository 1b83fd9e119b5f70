using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace InsideLabs.EventBus.Events;

/// <summary>Writes an envelope's wire form into one array of its exact size.</summary>
internal static class EnvelopeWriter
{
    private const int TimestampLength = 24;

    /// <summary>What the platform's JSON encoder leaves as it is.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%()*,-./:;=?@[]^_{|}~");

    private static ReadOnlySpan<byte> BeforeId => "{\"eventId\":\""u8;

    private static ReadOnlySpan<byte> BeforeType => "\",\"eventType\":\""u8;

    private static ReadOnlySpan<byte> BeforeCategory => "\",\"eventCategory\":\""u8;

    private static ReadOnlySpan<byte> BeforeSource => "\",\"sourceDomain\":\""u8;

    private static ReadOnlySpan<byte> BeforeTimestamp => "\",\"timestamp\":\""u8;

    private static ReadOnlySpan<byte> BeforePayload => "\",\"payload\":"u8;

    private static int FixedLength =>
        BeforeId.Length + BeforeType.Length + BeforeCategory.Length + BeforeSource.Length + BeforeTimestamp.Length + TimestampLength
        + BeforePayload.Length + 1;

    /// <summary>Writes an envelope.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="category">Its category.</param>
    /// <param name="sourceDomain">The display name of the publishing domain.</param>
    /// <param name="timestamp">When it happened, in whole milliseconds.</param>
    /// <param name="payload">A JSON object.</param>
    /// <param name="payloadStart">Where the payload begins.</param>
    public static byte[] Write(
        string id,
        string type,
        string category,
        string sourceDomain,
        DateTimeOffset timestamp,
        ReadOnlySpan<byte> payload,
        out int payloadStart)
    {
        var (escapedCategory, escapedSource) = (Escape(category), Escape(sourceDomain));
        var length = FixedLength + id.Length + type.Length + payload.Length
            + (escapedCategory?.Length ?? category.Length) + (escapedSource?.Length ?? sourceDomain.Length);
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        var rest = bytes.AsSpan();
        Put(BeforeId, ref rest);
        Put(id, null, ref rest);
        Put(BeforeType, ref rest);
        Put(type, null, ref rest);
        Put(BeforeCategory, ref rest);
        Put(category, escapedCategory, ref rest);
        Put(BeforeSource, ref rest);
        Put(sourceDomain, escapedSource, ref rest);
        Put(BeforeTimestamp, ref rest);
        Put(timestamp, ref rest);
        Put(BeforePayload, ref rest);
        payloadStart = length - rest.Length;
        Put(payload, ref rest);
        rest[0] = (byte)'}';
        return bytes;
    }

    private static void Put(ReadOnlySpan<byte> bytes, ref Span<byte> rest)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void Put(string text, byte[]? escaped, ref Span<byte> rest)
    {
        if (escaped is not null)
        {
            Put(escaped, ref rest);
            return;
        }

        Ascii.FromUtf16(text, rest, out var written);
        rest = rest[written..];
    }

    private static void Put(DateTimeOffset timestamp, ref Span<byte> rest)
    {
        // The round-trip format has seven digits of a second and is the quickest; what it writes too much is written over.
        timestamp.UtcDateTime.TryFormat(rest, out _, "O", CultureInfo.InvariantCulture);
        rest[TimestampLength - 1] = (byte)'Z';
        rest = rest[TimestampLength..];
    }

    /// <summary>The text as JSON without its quotes; null when that is the text itself. Ids and types never need it.</summary>
    private static byte[]? Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>((text.Length * 2) + 2);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStringValue(text);
        json.Flush();
        return buffer.WrittenSpan[1..^1].ToArray();
    }
}

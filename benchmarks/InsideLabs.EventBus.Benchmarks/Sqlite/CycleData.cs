using System.Text;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>What every contender of the cycle stores and delivers: each event has two deliveries.</summary>
internal static class CycleData
{
    public const int Types = 64;

    public const int DeliveriesPerEvent = 2;

    /// <summary>How many events are published, and how many deliveries claimed, in one step.</summary>
    public const int BatchSize = 100;

    private static readonly byte[] _payload = Encoding.UTF8.GetBytes(
        """{"orderId":"o-1001","customer":{"name":"Ada Lovelace","email":"ada@example.com"},"total":49.9,"currency":"EUR","items":3}""");

    private static readonly string[] _types = [.. Enumerable.Range(0, Types).Select(i => $"billing-{i}.invoice.created")];

    public static ReadOnlyMemory<byte> Payload => _payload;

    public static string TypeOf(int number) => _types[number % Types];

    /// <summary>The wire form of an event, which the library would make itself: the others get it for nothing.</summary>
    public static byte[] BodyOf(string id, int number) => EventEnvelope.Create(
        EventId.Parse(id), EventType.Parse(TypeOf(number)), "invoice", "Billing", DateTimeOffset.UnixEpoch, _payload).Utf8Json.ToArray();
}

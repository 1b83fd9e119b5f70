using System.Globalization;
using System.Text.Json;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Faults.Receiving;

/// <summary>A webhook request that arrived whole.</summary>
internal sealed record ReceivedRequest
{
    public required Guid DeliveryId { get; init; }

    public required Guid SubscriptionId { get; init; }

    /// <summary>The event's id as the header says it.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's id as the signed body says it.</summary>
    public required string? BodyEventId { get; init; }

    public required WebhookVerification Verification { get; init; }

    /// <summary>What was answered, if the sender lived to read it.</summary>
    public required int Status { get; init; }

    /// <summary>Reads a request.</summary>
    /// <param name="subscription">The name of the subscription that it came for.</param>
    /// <param name="header">Finds a header.</param>
    /// <param name="body">Its body.</param>
    /// <param name="status">What is answered.</param>
    /// <param name="senderOffsets">How far the sender's clock may be off; its own timestamp is believed when null.</param>
    public static ReceivedRequest Of(
        string subscription,
        Func<string, string?> header,
        ReadOnlySpan<byte> body,
        int status,
        IReadOnlyList<TimeSpan>? senderOffsets) => new()
        {
            DeliveryId = Guid.Parse(header(WebhookHeaders.Id)!),
            SubscriptionId = Guid.Parse(header(WebhookHeaders.SubscriptionId)!),
            EventId = header(WebhookHeaders.EventId)!,
            BodyEventId = EventIdOf(body),
            Verification = Verify(FaultSubscription.KeyOf(subscription), header, body, senderOffsets),
            Status = status,
        };

    /// <summary>The best of what the possible clocks of the sender say.</summary>
    private static WebhookVerification Verify(
        byte[] key,
        Func<string, string?> header,
        ReadOnlySpan<byte> body,
        IReadOnlyList<TimeSpan>? senderOffsets)
    {
        var (sent, real) = (header(WebhookHeaders.Timestamp), TimeProvider.System.GetUtcNow());
        var last = WebhookVerification.MalformedHeaders;
        foreach (var now in senderOffsets?.Select(o => real + o) ?? [DateTimeOffset.FromUnixTimeSeconds(long.Parse(sent!, CultureInfo.InvariantCulture))])
        {
            last = SignatureCheck.Verify(key, header(WebhookHeaders.Id), sent, header(WebhookHeaders.Signature), body, now);
            if (last == WebhookVerification.Valid)
            {
                break;
            }
        }

        return last;
    }

    private static string? EventIdOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return JsonElement.ParseValue(ref reader).GetProperty("eventId"u8).GetString();
    }
}

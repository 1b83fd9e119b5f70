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
    public static ReceivedRequest Of(string subscription, Func<string, string?> header, ReadOnlySpan<byte> body, int status) => new()
    {
        DeliveryId = Guid.Parse(header(WebhookHeaders.Id)!),
        SubscriptionId = Guid.Parse(header(WebhookHeaders.SubscriptionId)!),
        EventId = header(WebhookHeaders.EventId)!,
        BodyEventId = EventIdOf(body),
        Verification = WebhookSignature.Verify(
            FaultSubscription.SecretOf(subscription),
            header(WebhookHeaders.Id),
            header(WebhookHeaders.Timestamp),
            header(WebhookHeaders.Signature),
            body,
            TimeProvider.System.GetUtcNow()),
        Status = status,
    };

    private static string? EventIdOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return JsonElement.ParseValue(ref reader).GetProperty("eventId"u8).GetString();
    }
}

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
}

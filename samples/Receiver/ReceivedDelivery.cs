namespace Receiver;

/// <summary>A delivery as it came, and how often.</summary>
internal sealed record ReceivedDelivery
{
    /// <summary>The delivery's id, by which copies are recognised.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The last part of the URL it was sent to.</summary>
    public required string Handler { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>Which attempt was the first to be taken, from 1; 0 when the sender did not say.</summary>
    public required int Attempt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The body, byte for byte.</summary>
    public required byte[] Envelope { get; init; }

    /// <summary>How often it was taken in all: 1 when it came once.</summary>
    public int Copies { get; init; } = 1;
}

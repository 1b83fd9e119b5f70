namespace InsideLabs.EventBus.Deliveries;

/// <summary>One occurrence on its way to one subscription: an item of the queue, as queries see it.</summary>
public sealed record Delivery
{
    /// <summary>Its identity, a UUIDv7; also the <c>webhook-id</c> a receiver may de-duplicate by.</summary>
    public required Guid Id { get; init; }

    /// <summary>The occurrence.</summary>
    public required string OccurrenceId { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The adapter's name when it was queued.</summary>
    public required string Adapter { get; init; }

    /// <summary>Its state.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>How many attempts were made, 0 or more.</summary>
    public required int Attempts { get; init; }

    /// <summary>How many rungs of the retry ladder are used.</summary>
    public int Failures { get; init; }

    /// <summary>How often the process died while it had it.</summary>
    public int Crashes { get; init; }

    /// <summary>When it is due next; null once it has ended, <see cref="DateTimeOffset.MaxValue"/> while its delivery schedule never opens.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered, died or was cancelled; null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The code of the last failure; null when none happened.</summary>
    public string? LastError { get; init; }
}

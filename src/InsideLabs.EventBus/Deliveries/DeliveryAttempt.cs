namespace InsideLabs.EventBus.Deliveries;

/// <summary>The audit entry that every attempt leaves.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>Its identity, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The delivery.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The occurrence.</summary>
    public required string OccurrenceId { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The adapter's name.</summary>
    public required string Adapter { get; init; }

    /// <summary>Which attempt of the delivery this was: 1..n without a hole.</summary>
    public required int Number { get; init; }

    /// <summary>How it ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The receiver's HTTP status; null when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The failure's code; null on success.</summary>
    public string? Code { get; init; }

    /// <summary>What the receiver or the failure said, at most 16 KiB, secrets redacted; null when nothing.</summary>
    public string? Response { get; init; }

    /// <summary>What a person should know although it did not fail.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}

namespace InsideLabs.EventBus.Deliveries;

/// <summary>How a claimed delivery goes on after an attempt. The store writes it together with the attempt.</summary>
public sealed record Settlement
{
    /// <summary>The delivery.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The token of the claim.</summary>
    public required long ClaimNo { get; init; }

    /// <summary><see cref="DeliveryStatus.Scheduled"/> (tried again), <see cref="DeliveryStatus.Delivered"/> or <see cref="DeliveryStatus.Dead"/>.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>The attempt that was made; its number becomes the delivery's count of attempts, its code, if it has one, the last error.</summary>
    public required DeliveryAttempt Attempt { get; init; }

    /// <summary>How many rungs of the retry ladder are used now.</summary>
    public required int Failures { get; init; }

    /// <summary>When it may be tried again by the retry ladder; meaningful for <see cref="DeliveryStatus.Scheduled"/>.</summary>
    public DateTimeOffset RetryAt { get; init; }

    /// <summary><see cref="RetryAt"/>, moved into the subscription's delivery window.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>
    /// The version of the subscription that <see cref="DueAt"/> was worked out with. If the subscription was re-planned since, the
    /// delivery is due at <see cref="RetryAt"/> instead, for the next worker to look again.
    /// </summary>
    public long PlannedVersion { get; init; }
}

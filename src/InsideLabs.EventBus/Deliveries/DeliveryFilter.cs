namespace InsideLabs.EventBus.Deliveries;

/// <summary>Which deliveries to list. Everything given must hold.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Lists every delivery.</summary>
    public static DeliveryFilter All { get; } = new();

    /// <summary>Only those in this state; null for no filter.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>
    /// Only those with an attempt (true) or without one (false); null for no filter. With <see cref="Status"/> scheduled it tells
    /// apart what waits for its first attempt and what waits for a retry.
    /// </summary>
    public bool? Tried { get; init; }

    /// <summary>Only those of this subscription; null for no filter.</summary>
    public Guid? SubscriptionId { get; init; }

    /// <summary>Only those of this occurrence; null for no filter.</summary>
    public string? OccurrenceId { get; init; }

    /// <summary>At most so many, 1 or more; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those with a greater id; null to begin at the first.</summary>
    public Guid? After { get; init; }
}

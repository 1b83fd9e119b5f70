namespace InsideLabs.EventBus.Deliveries;

/// <summary>Which attempts to list. Everything given must hold.</summary>
public sealed record AttemptFilter
{
    /// <summary>Lists every attempt.</summary>
    public static AttemptFilter All { get; } = new();

    /// <summary>Only those of this delivery; null for no filter.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>Only those of this subscription; null for no filter.</summary>
    public Guid? SubscriptionId { get; init; }

    /// <summary>Only those of this occurrence; null for no filter.</summary>
    public string? OccurrenceId { get; init; }

    /// <summary>Only those that ended so; null for no filter.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>Only those that began at this instant or later; null for no filter.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that began before this instant; null for no filter.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most so many, 1 or more; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those that stand after this one in the list, newest first; null to begin at the newest.</summary>
    public Guid? After { get; init; }
}

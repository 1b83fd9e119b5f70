namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// The queue of one subscription: the deliveries that are due first stand in memory, those beyond the horizon only in the
/// database. A lane exists as long as something waits in it or is claimed from it.
/// </summary>
internal sealed class Lane(Guid subscriptionId)
{
    public Guid SubscriptionId => subscriptionId;

    /// <summary>The unclaimed deliveries up to the horizon.</summary>
    public DueOrder Waiting { get; } = new();

    /// <summary>Whatever has this key or a smaller one stands in memory.</summary>
    public QueueKey Horizon { get; set; } = QueueKey.Last;

    /// <summary>Whether there may be more in the database.</summary>
    public bool HasMore => Horizon != QueueKey.Last;

    /// <summary>
    /// Whether the first one in memory is the first of all. Nothing may stand in memory, or only what has no row while what is due before it
    /// was left to the database.
    /// </summary>
    public bool KnowsFirst => Waiting.Count > 0 && (!HasMore || Waiting.First.Key <= Horizon);

    /// <summary>How many are claimed.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether none may be claimed until it is released.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the subscription is gone, so that nothing is tried again.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The transaction that makes deliveries without a row for it, and how many. The writer's alone.</summary>
    public (long Transaction, int Count) FreshIn { get; set; }

    /// <summary>The transaction that cancels its deliveries. The writer's alone.</summary>
    public long CancelledIn { get; set; }

    /// <summary>The transaction that deletes the subscription. The writer's alone.</summary>
    public long DeletedIn { get; set; }

    /// <summary>The transaction that re-plans its deliveries, and the version that the subscription gets by it. The writer's alone.</summary>
    public (long Transaction, long Version) ReplannedIn { get; set; }

    /// <summary>Where the schedule keeps it.</summary>
    public LanePlace Place { get; set; }

    /// <summary>For <see cref="LanePlace.Waiting"/>: until when, in UTC ticks.</summary>
    public long WakeAt { get; set; }

    /// <summary>Whether it is about to get more from the database.</summary>
    public bool IsHungry { get; set; }

    /// <summary>Whether it is hungry and has nothing left, so that what is due first is unknown.</summary>
    public bool IsStarving { get; set; }
}

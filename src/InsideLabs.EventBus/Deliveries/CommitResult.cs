using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>What became of an <see cref="OccurrenceCommit"/>: exactly one of the four is set.</summary>
public sealed record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>Stored, or stored before: one receipt for each item, in order.</summary>
    public IReadOnlyList<CommitReceipt>? Receipts { get; private init; }

    /// <summary>Nothing was stored: subscriptions changed since the match. Apply these, match again, commit again.</summary>
    public SubscriptionChanges? Stale { get; private init; }

    /// <summary>Nothing was stored: the items at these indexes use an id that stands for other content.</summary>
    public IReadOnlyList<int>? Conflicts { get; private init; }

    /// <summary>Nothing was stored: the interactions at these indexes refer to something that was deleted. Resolve again.</summary>
    public IReadOnlyList<int>? MissingReferences { get; private init; }

    /// <summary>Everything is stored.</summary>
    /// <param name="receipts">One receipt for each item, in order.</param>
    public static CommitResult Stored(IReadOnlyList<CommitReceipt> receipts) => new() { Receipts = receipts };

    /// <summary>The match is out of date.</summary>
    /// <param name="changes">What changed since.</param>
    public static CommitResult StaleMatch(SubscriptionChanges changes) => new() { Stale = changes };

    /// <summary>An id stands for other content.</summary>
    /// <param name="indexes">The indexes of the items concerned, ascending.</param>
    public static CommitResult Conflict(IReadOnlyList<int> indexes) => new() { Conflicts = indexes };

    /// <summary>A resource type, action or origin was deleted since it was resolved.</summary>
    /// <param name="indexes">The indexes of the items concerned, ascending.</param>
    public static CommitResult MissingReference(IReadOnlyList<int> indexes) => new() { MissingReferences = indexes };
}

/// <summary>What became of one item of a commit.</summary>
/// <param name="Deliveries">How many deliveries the occurrence caused when it was first stored.</param>
/// <param name="IsDuplicate">Whether it was stored before, so that nothing happened now.</param>
/// <param name="Number">The number that an interaction got when it was first stored; null for an event.</param>
public readonly record struct CommitReceipt(int Deliveries, bool IsDuplicate, long? Number = null);

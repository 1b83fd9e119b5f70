using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>A delivery that has not ended, as the process remembers it: waiting in its lane, or claimed.</summary>
internal sealed class QueuedDelivery
{
    public required Guid Id { get; init; }

    public required Guid SubscriptionId { get; init; }

    /// <summary>The number of its occurrence, which that gets when it is stored.</summary>
    public long OccurrenceNo { get; set; }

    public required string Adapter { get; init; }

    /// <summary>Whether a handler in this process will have it, so that its claim must be written.</summary>
    public bool IsHandler => string.Equals(Adapter, AdapterNames.Handler, StringComparison.Ordinal);

    /// <summary>When it may be tried by the retry ladder, in UTC ticks.</summary>
    public required long RetryAt { get; set; }

    /// <summary>When it is due, in UTC ticks: <see cref="RetryAt"/>, moved into the subscription's delivery window.</summary>
    public required long DueAt { get; set; }

    /// <summary>The token of its last claim.</summary>
    public long ClaimNo { get; set; }

    public int Attempts { get; set; }

    public int Failures { get; set; }

    public int Crashes { get; set; }

    /// <summary>What happened, while it is fresh and small enough to keep; otherwise it is read when claimed.</summary>
    public Occurrence? Occurrence { get; set; }

    /// <summary>The occurrence in whose row it stands, while it has no row of its own; null when it has. Only the writer changes it.</summary>
    public FreshOccurrence? Fresh { get; set; }

    /// <summary>The transaction that gives it its row, for the units that follow in it. The writer's alone.</summary>
    public long RowedIn { get; set; }

    /// <summary>Its lane, once it has been in one.</summary>
    public Lane? Lane { get; set; }

    /// <summary>Whether it was cancelled while it was claimed.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The transaction that cancels it, for the units that follow in it. The writer's alone.</summary>
    public long CancelledIn { get; set; }

    /// <summary>The transaction that ends its claim, so that no later unit of the same one ends it too. The writer's alone.</summary>
    public long EndedIn { get; set; }

    public QueueKey Key => new(DueAt, Id);
}

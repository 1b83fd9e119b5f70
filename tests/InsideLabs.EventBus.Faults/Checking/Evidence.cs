using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Receiving;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>Everything that is known after an attack: what was promised, what is stored, and what arrived.</summary>
internal sealed record Evidence
{
    /// <summary>Every event whose publish began, by id, with its type.</summary>
    public required IReadOnlyDictionary<string, string> Begun { get; init; }

    /// <summary>Every event whose publish returned, by id, with the deliveries that its receipt promised.</summary>
    public required IReadOnlyDictionary<string, int> Acknowledged { get; init; }

    /// <summary>Every begun event that the store holds, by id, with the type that is stored.</summary>
    public required IReadOnlyDictionary<string, string> Stored { get; init; }

    /// <summary>The stored subscriptions, by id, with their pattern.</summary>
    public required IReadOnlyDictionary<Guid, string> Subscriptions { get; init; }

    /// <summary>The schedules of those that have one.</summary>
    public IReadOnlyDictionary<Guid, DeliverySchedule> Schedules { get; init; } = new Dictionary<Guid, DeliverySchedule>();

    /// <summary>Those of them that are handlers in the code: their deliveries send no requests.</summary>
    public IReadOnlySet<Guid> Handlers { get; init; } = new HashSet<Guid>();

    /// <summary>The patterns that there must be subscriptions for, once each.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    public required IReadOnlyList<Delivery> Deliveries { get; init; }

    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }

    public required IReadOnlyList<ReceivedRequest> Requests { get; init; }

    /// <summary>What <c>PRAGMA integrity_check</c> answered.</summary>
    public required string Integrity { get; init; }

    /// <summary>How often a child was killed.</summary>
    public required int Kills { get; init; }

    /// <summary>How often a child was made to give up what it was sending, and lived to store that.</summary>
    public int Cuts { get; init; }

    /// <summary>How many deliveries a child may have on their way.</summary>
    public required int MaxConcurrentDeliveries { get; init; }

    /// <summary>The clocks that were set while deliveries were made.</summary>
    public IReadOnlyList<ClockStep> ClockSteps { get; init; } = [];

    /// <summary>How a delivery may stand at the end. After a drain: delivered.</summary>
    public Func<Delivery, bool> MayEndSo { get; init; } = static d => d.Status == DeliveryStatus.Delivered;

    /// <summary>
    /// Whether an attempt that began when the clock showed this was due then. Who found it due just before the clock was set, and
    /// began just after, was right by the clock that it had looked at.
    /// </summary>
    public bool WasDue(DateTimeOffset startedAt, DateTimeOffset dueAt) =>
        startedAt >= dueAt || ClockSteps.Any(s => s.Without(startedAt) >= dueAt);

    /// <summary>Requests whose outcome no process lived to record: each was, or will have been, sent again.</summary>
    public int ExtraCopies => Requests.Count - Attempts.Count(a => a.StatusCode is not null);

    /// <summary>How many extra copies the attack explains.</summary>
    public int MostExtraCopies => (Kills + Cuts) * MaxConcurrentDeliveries;

    /// <summary>How often a receiver that does not de-duplicate would have handled a delivery once more.</summary>
    public int Duplicates => Requests.Where(r => r.Status < 300).GroupBy(r => r.DeliveryId).Sum(g => g.Count() - 1);
}

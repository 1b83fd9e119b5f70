using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The audit: every attempt that was reported.</summary>
internal sealed class AttemptTable
{
    private readonly SortedDictionary<Guid, DeliveryAttempt> _byId = [];

    /// <summary>Records an attempt. One that is reported a second time, because its first answer was lost, stays as it is.</summary>
    public void Add(DeliveryAttempt attempt) => _byId.TryAdd(attempt.Id, attempt);

    /// <summary>Whether an attempt of a delivery is listed, which then need not be there any more itself.</summary>
    public bool Knows(Guid deliveryId) => _byId.Values.Any(a => a.DeliveryId == deliveryId);

    public int Purge(Guid below, int max)
    {
        var old = _byId.Keys.Where(id => id.CompareTo(below) < 0).Take(max).ToList();
        old.ForEach(id => _byId.Remove(id));
        return old.Count;
    }

    public Guid? FindOldest() => _byId.Count == 0 ? null : _byId.Keys.First();

    public IReadOnlyList<DeliveryAttempt> List(AttemptFilter filter) =>
    [
        .. _byId.Values.Reverse()
            .Where(a => filter.After is null || a.Id.CompareTo(filter.After.Value) < 0)
            .Where(a => filter.DeliveryId is null || a.DeliveryId == filter.DeliveryId)
            .Where(a => filter.SubscriptionId is null || a.SubscriptionId == filter.SubscriptionId)
            .Where(a => filter.OccurrenceId is null || string.Equals(a.OccurrenceId, filter.OccurrenceId, StringComparison.Ordinal))
            .Where(a => filter.Outcome is null || a.Outcome == filter.Outcome)
            .Where(a => filter.Since is null || a.StartedAt >= filter.Since)
            .Where(a => filter.Until is null || a.StartedAt < filter.Until)
            .Take(filter.Limit ?? int.MaxValue),
    ];
}

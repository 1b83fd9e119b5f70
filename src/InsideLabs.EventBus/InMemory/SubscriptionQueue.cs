using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The unfinished deliveries of one subscription.</summary>
internal sealed class SubscriptionQueue
{
    private readonly SortedSet<QueuedDelivery> _scheduled = new(Comparer<QueuedDelivery>.Create(
        (a, b) => a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a.Id.CompareTo(b.Id)));

    private readonly HashSet<QueuedDelivery> _claimed = [];

    /// <summary>Held: nothing is claimed until it is released.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The version of the subscription that re-planned it last; 0 when none did.</summary>
    public long ReplannedAt { get; set; }

    /// <summary>The number of the last turn that this subscription had; 0 when it had none.</summary>
    public long LastTurn { get; set; }

    /// <summary>When the next scheduled delivery is due; null when there is none.</summary>
    public DateTimeOffset? NextDueAt => _scheduled.Min?.DueAt;

    /// <summary>Whether time alone stands between the scheduled deliveries and a claim.</summary>
    public bool HasRoom(int maxClaimed) => !IsHeld && _claimed.Count < maxClaimed;

    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out QueuedDelivery? delivery)
    {
        delivery = _scheduled.Min;
        if (delivery is null || delivery.DueAt > now)
        {
            return false;
        }

        _scheduled.Remove(delivery);
        _claimed.Add(delivery);
        return true;
    }

    public void Schedule(QueuedDelivery delivery) => _scheduled.Add(delivery);

    public void Unschedule(QueuedDelivery delivery) => _scheduled.Remove(delivery);

    public void EndClaim(QueuedDelivery delivery)
    {
        _claimed.Remove(delivery);
        delivery.EndClaim();
    }

    /// <summary>Works out anew when everything is due; what is claimed too, in case it is given back untried.</summary>
    public void Replan(Func<DateTimeOffset, DateTimeOffset> dueAt)
    {
        var scheduled = _scheduled.ToList();
        var planned = scheduled.Concat(_claimed).Select(d => (Delivery: d, DueAt: dueAt(d.RetryAt))).ToList();
        _scheduled.Clear();
        foreach (var plan in planned)
        {
            plan.Delivery.DueAt = plan.DueAt;
        }

        _scheduled.UnionWith(scheduled);
    }

    /// <summary>Cancels what is scheduled and what is claimed; the claims go on.</summary>
    public void Cancel(DateTimeOffset now)
    {
        foreach (var delivery in _scheduled.Concat(_claimed))
        {
            delivery.End(DeliveryStatus.Cancelled, now);
        }

        _scheduled.Clear();
    }
}

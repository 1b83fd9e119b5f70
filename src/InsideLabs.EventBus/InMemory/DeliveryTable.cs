using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>All deliveries by id, and the unfinished ones in the queue of their subscription.</summary>
internal sealed class DeliveryTable
{
    private readonly SortedDictionary<Guid, QueuedDelivery> _byId = [];
    private readonly Dictionary<Guid, SubscriptionQueue> _queues = [];
    private long _turn;

    public void Add(NewOccurrence item, DateTimeOffset now)
    {
        foreach (var queued in item.Deliveries)
        {
            var delivery = new QueuedDelivery(item.Occurrence, queued, now);
            _byId.Add(delivery.Id, delivery);
            QueueOf(delivery.SubscriptionId).Schedule(delivery);
        }
    }

    /// <summary>Takes turns: who waited longest since its last turn comes first, and every turn is one delivery.</summary>
    public IReadOnlyList<ClaimedDelivery> Claim(ClaimRequest request)
    {
        var claimed = new List<ClaimedDelivery>();
        var turns = new Queue<SubscriptionQueue>(_queues.Values.Where(q => q.NextDueAt <= request.Now).OrderBy(q => q.LastTurn));
        while (claimed.Count < request.Max && turns.TryDequeue(out var queue))
        {
            if (queue.HasRoom(request.MaxPerSubscription) && queue.TryTake(request.Now, out var delivery))
            {
                claimed.Add(delivery.Claim());
                queue.LastTurn = ++_turn;
                turns.Enqueue(queue);
            }
        }

        return claimed;
    }

    public DateTimeOffset? NextDueAt(int maxPerSubscription) =>
        _queues.Values.Where(q => q.HasRoom(maxPerSubscription)).Min(q => q.NextDueAt);

    /// <summary>The delivery, if this is the token of the claim it is under.</summary>
    public QueuedDelivery? FindClaimed(Guid id, long claimNo) =>
        _byId.TryGetValue(id, out var delivery) && delivery.IsClaimedAs(claimNo) ? delivery : null;

    public void Reschedule(QueuedDelivery delivery, DateTimeOffset dueAt)
    {
        var queue = QueueOf(delivery.SubscriptionId);
        queue.EndClaim(delivery);
        delivery.Reschedule(dueAt);
        queue.Schedule(delivery);
    }

    public void End(QueuedDelivery delivery, DeliveryStatus status, DateTimeOffset now)
    {
        QueueOf(delivery.SubscriptionId).EndClaim(delivery);
        delivery.End(status, now);
    }

    /// <summary>When a delivery is due, given what was planned for it: its retry time, if its subscription was re-planned since.</summary>
    public DateTimeOffset Planned(QueuedDelivery delivery, DateTimeOffset dueAt, long plannedVersion) =>
        QueueOf(delivery.SubscriptionId).ReplannedAt > plannedVersion ? delivery.RetryAt : dueAt;

    public void Restart(QueuedDelivery delivery, DateTimeOffset retryAt, DateTimeOffset dueAt)
    {
        delivery.Restart(retryAt, dueAt);
        QueueOf(delivery.SubscriptionId).Schedule(delivery);
    }

    /// <summary>Cancels a delivery; a claim of it goes on.</summary>
    public void Cancel(QueuedDelivery delivery, DateTimeOffset now)
    {
        QueueOf(delivery.SubscriptionId).Unschedule(delivery);
        delivery.End(DeliveryStatus.Cancelled, now);
    }

    public int Purge(PurgeRequest request)
    {
        var ended = _byId.Values
            .Where(d => d.HasEndedAs(request.Status, request.CompletedBefore) && (request.Below is null || d.Id.CompareTo(request.Below.Value) < 0))
            .Take(request.Max)
            .ToList();
        ended.ForEach(d => _byId.Remove(d.Id));
        return ended.Count;
    }

    public Guid? FindOldest(DeliveryStatus status, DateTimeOffset completedBefore) =>
        _byId.Values.FirstOrDefault(d => d.HasEndedAs(status, completedBefore))?.Id;

    public void Apply(SubscriptionWrite write, long version, DateTimeOffset now)
    {
        var queue = QueueOf(write.Id);
        switch (write.Effect)
        {
            case QueueEffect.Hold:
                queue.IsHeld = true;
                break;
            case QueueEffect.Release:
                queue.IsHeld = false;
                break;
            case QueueEffect.Cancel:
                queue.IsHeld = false;
                queue.Cancel(now);
                break;
            case QueueEffect.Replan:
                queue.Replan(write.Replan!);
                queue.ReplannedAt = version;
                break;
            default:
                break;
        }

        queue.ReplannedAt = write.State is null ? 0 : queue.ReplannedAt;
    }

    public QueuedDelivery? Find(Guid id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Delivery> List(DeliveryFilter filter) =>
    [
        .. _byId.Values
            .Select(d => d.ToDelivery())
            .Where(d => filter.Status is null || d.Status == filter.Status)
            .Where(d => filter.Tried is null || d.Attempts > 0 == filter.Tried)
            .Where(d => filter.SubscriptionId is null || d.SubscriptionId == filter.SubscriptionId)
            .Where(d => filter.OccurrenceId is null || string.Equals(d.OccurrenceId, filter.OccurrenceId, StringComparison.Ordinal))
            .Where(d => filter.After is null || d.Id.CompareTo(filter.After.Value) > 0)
            .Take(filter.Limit ?? int.MaxValue),
    ];

    public DeliveryStats Count()
    {
        var byStatus = _byId.Values.ToLookup(d => d.Status);
        var retry = byStatus[DeliveryStatus.Scheduled].LongCount(d => d.WasTried);
        return new DeliveryStats(
            byStatus[DeliveryStatus.Scheduled].LongCount() - retry,
            byStatus[DeliveryStatus.Claimed].LongCount(),
            retry,
            byStatus[DeliveryStatus.Delivered].LongCount(),
            byStatus[DeliveryStatus.Dead].LongCount(),
            byStatus[DeliveryStatus.Cancelled].LongCount());
    }

    private SubscriptionQueue QueueOf(Guid subscriptionId)
    {
        if (!_queues.TryGetValue(subscriptionId, out var queue))
        {
            _queues.Add(subscriptionId, queue = new SubscriptionQueue());
        }

        return queue;
    }
}

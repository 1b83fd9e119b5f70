using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// What the owner of the file remembers of the queue: who waits in which lane, and who is claimed. The database has one owner,
/// so a claim need not be written; when the process dies nothing is claimed. Only the writer's thread adds to lanes and ends
/// claims, each time after a commit, so that memory never runs ahead of the file.
/// </summary>
internal sealed class Lanes
{
    private readonly Lock _gate = new();
    private readonly LaneLimits _limits;
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private readonly Dictionary<Guid, QueuedDelivery> _claims = [];
    private readonly HashSet<Guid> _held;
    private readonly HungryLanes _hungry = new();
    private readonly HandlerGate _handlers = new();
    private readonly LaneSchedule _schedule;
    private long _subscriptionsVersion;
    private long _occurrenceBytes;
    private int _waiting;

    /// <param name="limits">How much stands in memory.</param>
    /// <param name="subscriptionsVersion">The stored subscription version.</param>
    /// <param name="held">The subscriptions whose deliveries are held.</param>
    /// <param name="queued">The subscriptions that have deliveries in the database; they are read when first asked for.</param>
    public Lanes(LaneLimits limits, long subscriptionsVersion, IEnumerable<Guid> held, IEnumerable<Guid> queued)
    {
        _limits = limits;
        _subscriptionsVersion = subscriptionsVersion;
        _held = [.. held];
        _schedule = new LaneSchedule(_handlers, Feed, lane => _lanes.Remove(lane.SubscriptionId));
        foreach (var id in queued)
        {
            var lane = LaneOf(id);
            lane.Horizon = QueueKey.First;
            _schedule.Changed(lane);
        }
    }

    /// <summary>How many lanes there are: of subscriptions that have something queued or claimed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>How many unclaimed deliveries stand in memory.</summary>
    public int WaitingInMemory
    {
        get
        {
            lock (_gate)
            {
                return _waiting;
            }
        }
    }

    public long SubscriptionsVersion
    {
        get
        {
            lock (_gate)
            {
                return _subscriptionsVersion;
            }
        }
    }

    /// <summary>Claims what is due, each lane in its turn.</summary>
    /// <param name="request">How many, and of what.</param>
    /// <param name="taken">What is claimed already, and to which to add.</param>
    public ClaimRound Take(in ClaimRequest request, List<QueuedDelivery> taken)
    {
        lock (_gate)
        {
            _schedule.Begin(request.Now.UtcTicks, request.MaxPerSubscription, _lanes.Values);
            while (taken.Count < request.Max && _schedule.TryNext(out var lane))
            {
                taken.Add(Claim(lane));
                _schedule.Sort(lane);
            }

            var nextDueAt = _schedule.NextDueAt();
            var toAdmit = _hungry.TryBegin(this);
            if (!_hungry.AnyStarves)
            {
                return new ClaimRound(nextDueAt, _subscriptionsVersion, toAdmit, ToAwait: null);
            }

            // What is due first in a starving lane is not known yet: whoever has room for it waits, the others ask again.
            return taken.Count < request.Max
                ? new ClaimRound(nextDueAt, _subscriptionsVersion, toAdmit, _hungry.Reload!.Done)
                : new ClaimRound(request.Now.UtcTicks, _subscriptionsVersion, toAdmit, ToAwait: null);
        }
    }

    /// <summary>Takes back claims that nobody has heard of.</summary>
    public void Return(IEnumerable<QueuedDelivery> taken)
    {
        lock (_gate)
        {
            foreach (var delivery in taken)
            {
                EndClaim(delivery);
                if (!delivery.IsCancelled)
                {
                    // Not the writer's thread: no horizon may move here, so the lane may hold a few more than it should.
                    Wait(delivery);
                }
            }
        }
    }

    /// <summary>The claim that a token stands for, or null.</summary>
    public QueuedDelivery? FindClaim(Guid id, long claimNo)
    {
        lock (_gate)
        {
            return _claims.TryGetValue(id, out var delivery) && delivery.ClaimNo == claimNo ? delivery : null;
        }
    }

    public bool IsClaimed(Guid id)
    {
        lock (_gate)
        {
            return _claims.ContainsKey(id);
        }
    }

    public HashSet<Guid> ClaimedIds()
    {
        lock (_gate)
        {
            return [.. _claims.Keys];
        }
    }

    /// <summary>Marks a subscription's deliveries as cancelled by a transaction, for the units that follow in it.</summary>
    public void MarkCancelled(Guid subscriptionId, long transaction)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(subscriptionId, out var lane))
            {
                lane.CancelledIn = transaction;
            }
        }
    }

    /// <summary>Whether a claimed delivery is cancelled instead of tried again.</summary>
    public bool IsCancelled(QueuedDelivery claim, long transaction)
    {
        lock (_gate)
        {
            return claim.IsCancelled || claim.Lane!.IsDeleted || claim.Lane.CancelledIn == transaction;
        }
    }

    /// <summary>Queues what was committed.</summary>
    public void Add(IEnumerable<QueuedDelivery> deliveries)
    {
        lock (_gate)
        {
            foreach (var delivery in deliveries)
            {
                Wait(delivery);
                Shrink(delivery.Lane!);
            }
        }
    }

    /// <summary>Ends a claim whose delivery has ended.</summary>
    public void End(QueuedDelivery claim)
    {
        lock (_gate)
        {
            EndClaim(claim);
        }
    }

    /// <summary>Ends a claim and queues the delivery again, unless it was cancelled meanwhile.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="crashes">How often the process died with it, from now on.</param>
    public void Requeue(QueuedDelivery claim, int crashes)
    {
        lock (_gate)
        {
            EndClaim(claim);
            claim.Crashes = crashes;
            if (!claim.IsCancelled)
            {
                Wait(claim);
                Shrink(claim.Lane!);
            }
        }
    }

    /// <summary>A subscription was changed or deleted.</summary>
    public void Saved(Guid subscriptionId, long version, QueueEffect effect, bool isDeleted)
    {
        lock (_gate)
        {
            _subscriptionsVersion = version;
            if (effect == QueueEffect.Hold && !isDeleted)
            {
                _held.Add(subscriptionId);
            }
            else if (effect != QueueEffect.None || isDeleted)
            {
                _held.Remove(subscriptionId);
            }

            if (!_lanes.TryGetValue(subscriptionId, out var lane))
            {
                return;
            }

            lane.IsDeleted = isDeleted;
            lane.IsHeld = _held.Contains(subscriptionId);
            if (effect == QueueEffect.Cancel)
            {
                Cancel(lane);
            }

            _schedule.Changed(lane);
        }
    }

    /// <summary>How many a lane asks for when it is read from the database.</summary>
    public int PageSize(Lane lane)
    {
        lock (_gate)
        {
            return Math.Clamp(_limits.MostPerLane(_waiting) - lane.Waiting.Count, 1, LaneLimits.LargestPage);
        }
    }

    /// <summary>Takes a page of a lane from the database.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="page">Its next deliveries beyond the horizon.</param>
    /// <param name="isLast">Whether there are no more.</param>
    /// <returns>How many of the lane stand in memory now.</returns>
    public int Extend(Lane lane, List<QueuedDelivery> page, bool isLast)
    {
        lock (_gate)
        {
            lane.Horizon = isLast ? QueueKey.Last : page[^1].Key;
            foreach (var delivery in page)
            {
                // The row of a claimed delivery looks like one that waits: its claim is known here only.
                if (!_claims.ContainsKey(delivery.Id))
                {
                    Wait(delivery);
                }
            }

            return lane.Waiting.Count;
        }
    }

    /// <summary>A reload has ended. A lane that it did not reach asks again.</summary>
    public void EndReload(IReadOnlyList<Lane> lanes)
    {
        lock (_gate)
        {
            _hungry.End(lanes);
            foreach (var lane in lanes)
            {
                _schedule.Changed(lane);
            }
        }
    }

    private Lane LaneOf(Guid subscriptionId)
    {
        if (!_lanes.TryGetValue(subscriptionId, out var lane))
        {
            lane = new Lane(subscriptionId) { IsHeld = _held.Contains(subscriptionId) };
            _lanes.Add(subscriptionId, lane);
        }

        return lane;
    }

    private QueuedDelivery Claim(Lane lane)
    {
        var delivery = lane.Waiting.TakeFirst();
        _waiting--;
        lane.InFlight++;
        delivery.ClaimNo++;
        _claims.Add(delivery.Id, delivery);
        _handlers.Enter(delivery);
        if (delivery.Occurrence is { } kept)
        {
            _occurrenceBytes -= kept.Body.Length;
        }

        return delivery;
    }

    private void EndClaim(QueuedDelivery claim)
    {
        _claims.Remove(claim.Id);
        claim.Lane!.InFlight--;
        claim.Occurrence = null;
        if (_handlers.Exit(claim))
        {
            _schedule.Unpark();
        }

        _schedule.Changed(claim.Lane);
    }

    private void Wait(QueuedDelivery delivery)
    {
        var lane = delivery.Lane ??= LaneOf(delivery.SubscriptionId);
        if (delivery.Key > lane.Horizon)
        {
            return;
        }

        lane.Waiting.Insert(delivery);
        _waiting++;
        if (delivery.Occurrence is { } fresh)
        {
            var kept = fresh.Body.Length <= LaneLimits.LargestKeptOccurrence && _occurrenceBytes < _limits.OccurrenceBytes;
            delivery.Occurrence = kept ? fresh : null;
            _occurrenceBytes += kept ? fresh.Body.Length : 0;
        }

        _schedule.Changed(lane);
    }

    private void Shrink(Lane lane)
    {
        var most = _limits.MostPerLane(_waiting);
        while (lane.Waiting.Count > most)
        {
            Drop(lane.Waiting.TakeLast());
            lane.Horizon = lane.Waiting.Last.Key;
        }
    }

    private void Cancel(Lane lane)
    {
        while (lane.Waiting.Count > 0)
        {
            Drop(lane.Waiting.TakeLast());
        }

        lane.Horizon = QueueKey.Last;
        foreach (var claim in _claims.Values.Where(c => c.Lane == lane))
        {
            claim.IsCancelled = true;
        }
    }

    private void Drop(QueuedDelivery delivery)
    {
        _waiting--;
        _occurrenceBytes -= delivery.Occurrence?.Body.Length ?? 0;
    }

    /// <summary>Asks for more from the database before a lane runs empty.</summary>
    private void Feed(Lane lane)
    {
        if (lane.HasMore && lane.Waiting.Count <= _limits.MostPerLane(_waiting) / 4)
        {
            _hungry.Add(lane);
        }
    }
}

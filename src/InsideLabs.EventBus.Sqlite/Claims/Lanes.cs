using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// What the owner of the file remembers of the queue: who waits in which lane, and who is claimed. The database has one owner,
/// so a claim need not be written; when the process dies nothing is claimed. Only the writer's thread adds to lanes and ends
/// claims, each time after a commit, so that memory never runs ahead of the file.
/// </summary>
internal sealed partial class Lanes
{
    private readonly Lock _gate = new();
    private readonly WaitingDeliveries _waiting;
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private readonly ClaimTable _claims = new();
    private readonly HashSet<Guid> _held;
    private readonly HungryLanes _hungry = new();
    private readonly HandlerGate _handlers = new();
    private readonly LaneSchedule _schedule;
    private long _subscriptionsVersion;
    private RowCounts _rows;

    /// <param name="limits">How much stands in memory.</param>
    /// <param name="subscriptionsVersion">The stored subscription version.</param>
    /// <param name="held">The subscriptions whose deliveries are held.</param>
    /// <param name="queued">The subscriptions that have deliveries in the database; they are read when first asked for.</param>
    public Lanes(LaneLimits limits, long subscriptionsVersion, IEnumerable<Guid> held, IEnumerable<Guid> queued)
    {
        _waiting = new WaitingDeliveries(limits);
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
    public int Count => Read(static lanes => lanes._lanes.Count);

    /// <summary>How many unclaimed deliveries stand in memory.</summary>
    public int WaitingInMemory => Read(static lanes => lanes._waiting.Count);

    public long SubscriptionsVersion => Read(static lanes => lanes._subscriptionsVersion);

    /// <summary>By how many the rows of deliveries have changed since the file was opened.</summary>
    public RowCounts Rows => Read(static lanes => lanes._rows);

    /// <summary>How many deliveries are in which condition.</summary>
    /// <param name="atOpening">How many rows were when the file was opened.</param>
    public DeliveryStats Stats(RowCounts atOpening)
    {
        lock (_gate)
        {
            var rows = atOpening + _rows;
            return new DeliveryStats(
                Pending: rows.Untried - _claims.Untried,
                Processing: _claims.Untried + _claims.Tried,
                Retry: rows.Tried - _claims.Tried,
                Completed: rows.Delivered,
                Failed: rows.Dead,
                Cancelled: rows.Cancelled);
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
            return _claims.Find(id) is { } delivery && delivery.ClaimNo == claimNo ? delivery : null;
        }
    }

    public bool IsClaimed(Guid id)
    {
        lock (_gate)
        {
            return _claims.Contains(id);
        }
    }

    public HashSet<Guid> ClaimedIds() => Read(static lanes => lanes._claims.Ids.ToHashSet());

    /// <summary>Marks a claimed delivery as cancelled by a transaction, for the units that follow in it.</summary>
    public void MarkClaimCancelled(Guid id, long transaction)
    {
        lock (_gate)
        {
            if (_claims.Find(id) is { } claim)
            {
                claim.CancelledIn = transaction;
            }
        }
    }

    /// <summary>Whether a claimed delivery is cancelled instead of tried again.</summary>
    public bool IsCancelled(QueuedDelivery claim, long transaction)
    {
        lock (_gate)
        {
            return claim.IsCancelled || claim.CancelledIn == transaction || claim.Lane!.IsDeleted || claim.Lane.CancelledIn == transaction;
        }
    }

    /// <summary>
    /// Whether a delivery that is about to be queued will stand in memory until it has ended, so that it needs no row to be read from.
    /// </summary>
    /// <param name="subscriptionId">Its subscription.</param>
    /// <param name="key">Its place in the lane.</param>
    /// <param name="transaction">The transaction that makes it.</param>
    /// <param name="others">How many of the transaction are about to come before it, over all lanes.</param>
    public bool WillRemember(Guid subscriptionId, QueueKey key, long transaction, int others)
    {
        lock (_gate)
        {
            var lane = LaneOf(subscriptionId);
            var inLane = lane.FreshIn.Transaction == transaction ? lane.FreshIn.Count : 0;
            var remembers = key <= lane.Horizon && _waiting.HasRoom(lane, inLane, others);
            lane.FreshIn = (transaction, inLane + (remembers ? 1 : 0));
            return remembers;
        }
    }

    /// <summary>Finds a delivery that has no row, waiting or claimed: a look through all of them.</summary>
    public QueuedDelivery? FindFresh(Guid id)
    {
        lock (_gate)
        {
            if (_claims.Find(id) is { } claim)
            {
                return claim.Fresh is null ? null : claim;
            }

            foreach (var lane in _lanes.Values)
            {
                foreach (var delivery in lane.Waiting.Items)
                {
                    if (delivery.Id == id)
                    {
                        return delivery.Fresh is null ? null : delivery;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>The deliveries that have no row, waiting or claimed.</summary>
    /// <param name="subscriptionId">Those of one subscription; of all when null.</param>
    public List<QueuedDelivery> ListFresh(Guid? subscriptionId)
    {
        lock (_gate)
        {
            IEnumerable<Lane> lanes = subscriptionId is not { } id ? _lanes.Values : _lanes.TryGetValue(id, out var own) ? [own] : [];
            var fresh = new List<QueuedDelivery>();
            foreach (var lane in lanes)
            {
                foreach (var delivery in lane.Waiting.Items)
                {
                    if (delivery.Fresh is not null)
                    {
                        fresh.Add(delivery);
                    }
                }
            }

            fresh.AddRange(_claims.All.Where(c => c.Fresh is not null && (subscriptionId is null || c.SubscriptionId == subscriptionId)));
            return fresh;
        }
    }

    /// <summary>Queues what was committed or restarted.</summary>
    /// <param name="deliveries">The deliveries.</param>
    /// <param name="rows">How the rows have changed.</param>
    public void Add(IEnumerable<QueuedDelivery> deliveries, RowCounts rows)
    {
        lock (_gate)
        {
            _rows += rows;
            foreach (var delivery in deliveries)
            {
                Wait(delivery);
                _waiting.Shrink(delivery.Lane!);
            }
        }
    }

    /// <summary>Ends a claim, and queues the delivery again if its row says so.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="status">How the row stands now.</param>
    /// <param name="dueAt">When it is due now, in UTC ticks; null when that did not change.</param>
    /// <param name="settlement">The attempt that was made; null when none was.</param>
    public void End(QueuedDelivery claim, DeliveryStatus status, long? dueAt, Settlement? settlement = null)
    {
        lock (_gate)
        {
            _rows -= RowCounts.Of(claim.IsCancelled ? DeliveryStatus.Cancelled : DeliveryStatus.Scheduled, claim.Attempts > 0);
            EndClaim(claim);
            claim.DueAt = dueAt ?? claim.DueAt;
            if (settlement is not null)
            {
                (claim.RetryAt, claim.Attempts) = (settlement.RetryAt.UtcTicks, settlement.Attempt.Number);
                (claim.Failures, claim.Crashes) = (settlement.Failures, 0);
            }

            _rows += RowCounts.Of(status, claim.Attempts > 0);
            if (status == DeliveryStatus.Scheduled)
            {
                Wait(claim);
                _waiting.Shrink(claim.Lane!);
            }
        }
    }

    /// <summary>A delivery was cancelled, wherever it is: claimed, waiting, beyond the horizon, or dead.</summary>
    /// <param name="subscriptionId">Its subscription.</param>
    /// <param name="key">Its place in the lane.</param>
    /// <param name="before">How its row stood.</param>
    public void Cancel(Guid subscriptionId, QueueKey key, RowCounts before)
    {
        lock (_gate)
        {
            _rows += RowCounts.Of(DeliveryStatus.Cancelled, isTried: false) - before;
            if (_claims.Find(key.Id) is { } claim)
            {
                _claims.Cancel(claim);
            }
            else if (_lanes.TryGetValue(subscriptionId, out var lane) && _waiting.Remove(lane, key))
            {
                _schedule.Changed(lane);
            }
        }
    }

    /// <summary>Deliveries that had ended were removed.</summary>
    public void Remove(RowCounts rows)
    {
        lock (_gate)
        {
            _rows -= rows;
        }
    }

    /// <summary>How many a lane asks for when it is read from the database.</summary>
    public int PageSize(Lane lane)
    {
        lock (_gate)
        {
            return _waiting.PageSize(lane);
        }
    }

    /// <summary>Takes a page of a lane from the database.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="page">Its next deliveries beyond the horizon.</param>
    /// <param name="isLast">Whether there are no more.</param>
    /// <returns>Whether the lane knows now what is due first in it.</returns>
    public bool Extend(Lane lane, List<QueuedDelivery> page, bool isLast)
    {
        lock (_gate)
        {
            lane.Horizon = isLast ? QueueKey.Last : page[^1].Key;
            foreach (var delivery in page)
            {
                // The row of a claimed delivery looks like one that waits: its claim is known here only. And one that got its row while it
                // stood in memory beyond the horizon stands there still.
                if (!_claims.Contains(delivery.Id) && !lane.Waiting.Contains(delivery.Key))
                {
                    Wait(delivery);
                }
            }

            return lane.KnowsFirst;
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

    private T Read<T>(Func<Lanes, T> read)
    {
        lock (_gate)
        {
            return read(this);
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
        var delivery = _waiting.TakeFirst(lane);
        lane.InFlight++;
        delivery.ClaimNo++;
        _claims.Add(delivery);
        _handlers.Enter(delivery);
        return delivery;
    }

    private void EndClaim(QueuedDelivery claim)
    {
        _claims.Remove(claim);
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
        if (delivery.Fresh is not null || delivery.Key <= lane.Horizon)
        {
            _waiting.Insert(lane, delivery);
            _schedule.Changed(lane);
        }
    }

    /// <summary>Asks for more from the database before a lane runs empty.</summary>
    private void Feed(Lane lane)
    {
        if (_waiting.IsShort(lane))
        {
            _hungry.Add(lane);
        }
    }
}

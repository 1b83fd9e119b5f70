using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <content>What the changes of subscriptions do to their lanes.</content>
internal sealed partial class Lanes
{
    // The version of each subscription that was re-planned since the file was opened. No plan is older than the process.
    private readonly Dictionary<Guid, long> _replanned = [];

    /// <summary>Marks what a transaction does to a subscription's deliveries, for the units that follow in it.</summary>
    /// <param name="write">The change of the subscription.</param>
    /// <param name="version">Its new version.</param>
    /// <param name="transaction">The transaction.</param>
    public void MarkSaved(SubscriptionWrite write, long version, long transaction)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(write.Id, out var lane))
            {
                return;
            }

            lane.DeletedIn = write.State is null ? transaction : 0;
            if (write.Effect == QueueEffect.Cancel || write.State is null)
            {
                lane.CancelledIn = transaction;
            }

            if (write.Effect == QueueEffect.Replan)
            {
                lane.ReplannedIn = (transaction, version);
            }
        }
    }

    /// <summary>Whether the subscription of a claimed delivery is gone.</summary>
    public bool IsDeleted(QueuedDelivery claim, long transaction)
    {
        lock (_gate)
        {
            return claim.Lane!.DeletedIn == transaction || claim.Lane.IsDeleted;
        }
    }

    /// <summary>Whether the subscription of a claimed delivery was re-planned after a version of it.</summary>
    public bool IsReplanned(QueuedDelivery claim, long plannedVersion, long transaction)
    {
        lock (_gate)
        {
            var inTransaction = claim.Lane!.ReplannedIn;
            return (inTransaction.Transaction == transaction && inTransaction.Version > plannedVersion)
                || _replanned.GetValueOrDefault(claim.SubscriptionId) > plannedVersion;
        }
    }

    /// <summary>A subscription was changed without an effect on its deliveries.</summary>
    public void Changed(long version)
    {
        lock (_gate)
        {
            _subscriptionsVersion = version;
        }
    }

    /// <summary>A subscription was changed or deleted.</summary>
    /// <param name="write">The change.</param>
    /// <param name="version">Its new version.</param>
    /// <param name="cancelled">How the rows stood that were cancelled.</param>
    /// <param name="replanning">What was re-planned; null when nothing was.</param>
    public void Saved(SubscriptionWrite write, long version, RowCounts cancelled, Replanning? replanning)
    {
        lock (_gate)
        {
            _rows += RowCounts.Of(DeliveryStatus.Cancelled, isTried: false, cancelled.Untried + cancelled.Tried) - cancelled;
            _subscriptionsVersion = version;
            Hold(write);
            if (write.State is null)
            {
                _replanned.Remove(write.Id);
            }
            else if (replanning is not null)
            {
                _replanned[write.Id] = version;
            }

            if (!_lanes.TryGetValue(write.Id, out var lane))
            {
                return;
            }

            lane.IsDeleted = write.State is null;
            lane.IsHeld = _held.Contains(write.Id);
            if (write.Effect == QueueEffect.Cancel)
            {
                Cancel(lane);
            }

            if (replanning is not null)
            {
                Replan(lane, replanning);
            }

            _schedule.Changed(lane);
        }
    }

    private void Hold(SubscriptionWrite write)
    {
        if (write.State is null || write.Effect is QueueEffect.Release or QueueEffect.Cancel)
        {
            _held.Remove(write.Id);
        }
        else if (write.Effect == QueueEffect.Hold)
        {
            _held.Add(write.Id);
        }
    }

    /// <summary>Forgets what waits, to be read again in its new order. What is claimed may come back untried.</summary>
    private void Replan(Lane lane, Replanning replanning)
    {
        _waiting.Clear(lane);
        lane.Horizon = QueueKey.First;
        _claims.Replan(lane, replanning);
    }

    private void Cancel(Lane lane)
    {
        _waiting.Clear(lane);
        lane.Horizon = QueueKey.Last;
        _claims.CancelAll(lane);
    }
}

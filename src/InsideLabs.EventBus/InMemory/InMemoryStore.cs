using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>
/// The reference implementation of the ports: everything lives in this process and ends with it. One lock around plain
/// tables, so that what it does can be read off; a durable store is right when it does the same.
/// </summary>
internal sealed partial class InMemoryStore(TimeProvider time) : ISubscriptionStore, IDeliveryStore
{
    private readonly Lock _gate = new();
    private readonly SubscriptionTable _subscriptions = new();
    private readonly OccurrenceTable _occurrences = new();
    private readonly DeliveryTable _deliveries = new();
    private readonly AttemptTable _attempts = new();
    private readonly Dictionary<Guid, FailureStreak> _streaks = [];

    public Durability Durability => Durability.Memory;

    public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Run(() => _subscriptions.Find(id), cancellationToken);

    public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken) =>
        Run(() => _subscriptions.List(filter), cancellationToken);

    public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken) => Run(
        () =>
        {
            if (write is { Effect: QueueEffect.Replan, Replan: null })
            {
                throw new ArgumentException($"A write that re-plans says how: set {nameof(write.Replan)}.", nameof(write));
            }

            if (!_subscriptions.IsAt(write.Id, write.ExpectedVersion))
            {
                return default(long?);
            }

            var state = write.State is null ? null : Complete(write.State);
            _deliveries.Apply(write, _subscriptions.Version + 1, time.GetUtcNow());
            if (write.State is null || write.Effect == QueueEffect.Release)
            {
                _streaks.Remove(write.Id);
            }

            return _subscriptions.Put(write.Id, state);
        },
        cancellationToken);

    public ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        Run(() => _subscriptions.ChangesSince(sinceVersion), cancellationToken);

    public ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken) => Run(
        () =>
        {
            var (receipts, conflicts, additions) = _occurrences.Judge(commit.Items);

            // A conflict comes first: no new match can cure it.
            if (conflicts.Count > 0)
            {
                return CommitResult.Conflict(conflicts);
            }

            if (additions.Count > 0 && _subscriptions.Version > commit.MatchedVersion)
            {
                return CommitResult.StaleMatch(_subscriptions.ChangesSince(commit.MatchedVersion));
            }

            var missing = _references.FindDangling(commit.Items);
            if (missing.Count > 0)
            {
                return CommitResult.MissingReference(missing);
            }

            foreach (var addition in additions)
            {
                _occurrences.Add(addition);
                _deliveries.Add(addition, time.GetUtcNow());
                if (addition.Occurrence.Kind == OccurrenceKind.Interaction)
                {
                    _references.MarkRecorded(addition.Occurrence.Interaction);
                }
            }

            return CommitResult.Stored(receipts);
        },
        cancellationToken);

    public ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => Run(
        () =>
        {
            var claimed = _deliveries.Claim(request);
            return new ClaimResult(
                claimed, _deliveries.NextDueAt(request.MaxPerSubscription), _subscriptions.Version, _settings.State.Version);
        },
        cancellationToken);

    public ValueTask<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken) => Run(
        () =>
        {
            if (_deliveries.FindClaimed(settlement.DeliveryId, settlement.ClaimNo) is not { } delivery)
            {
                if (_deliveries.Find(settlement.DeliveryId) is not null || _attempts.Knows(settlement.DeliveryId))
                {
                    _attempts.Add(settlement.Attempt with { Outcome = AttemptOutcome.Stale });
                }

                return new SettleResult(IsStored: false, Streak: null);
            }

            _attempts.Add(settlement.Attempt);
            delivery.Record(settlement);
            if (settlement.Status == DeliveryStatus.Delivered)
            {
                _deliveries.End(delivery, DeliveryStatus.Delivered, time.GetUtcNow());
            }
            else
            {
                GiveBack(delivery, settlement.Status, _deliveries.Planned(delivery, settlement.DueAt, settlement.PlannedVersion));
            }

            return new SettleResult(IsStored: true, Count(settlement.Attempt));
        },
        cancellationToken);

    public ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken) => Run(
        () =>
        {
            var delivery = _deliveries.FindClaimed(deliveryId, claimNo);
            if (delivery is not null)
            {
                GiveBack(delivery, DeliveryStatus.Scheduled, delivery.DueAt);
            }

            return delivery is not null;
        },
        cancellationToken);

    public ValueTask<bool> DeferAsync(Deferral deferral, CancellationToken cancellationToken) => Run(
        () =>
        {
            var delivery = _deliveries.FindClaimed(deferral.DeliveryId, deferral.ClaimNo);
            if (delivery is not null)
            {
                GiveBack(delivery, DeliveryStatus.Scheduled, _deliveries.Planned(delivery, deferral.DueAt, deferral.PlannedVersion));
            }

            return delivery is not null;
        },
        cancellationToken);

    public ValueTask<RestartResult> RestartAsync(
        Guid deliveryId,
        DateTimeOffset retryAt,
        DateTimeOffset dueAt,
        long plannedVersion,
        CancellationToken cancellationToken) => Run(
        () =>
        {
            switch (_deliveries.Find(deliveryId))
            {
                case null:
                    return RestartResult.NotFound;
                case { Status: not DeliveryStatus.Dead }:
                    return RestartResult.NotDead;
                case { } dead when _subscriptions.Find(dead.SubscriptionId) is { } subscription:
                    _deliveries.Restart(dead, retryAt, subscription.Version > plannedVersion ? retryAt : dueAt);
                    return RestartResult.Restarted;
                default:
                    return RestartResult.SubscriptionDeleted;
            }
        },
        cancellationToken);

    public ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => Run(
        () =>
        {
            switch (_deliveries.Find(deliveryId))
            {
                case null:
                    return CancelResult.NotFound;
                case { Status: DeliveryStatus.Delivered }:
                    return CancelResult.AlreadyDelivered;
                case { } delivery:
                    _deliveries.Cancel(delivery, time.GetUtcNow());
                    return CancelResult.Cancelled;
            }
        },
        cancellationToken);

    public ValueTask<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Max, 1, nameof(request));
        CheckEnded(request.Status, nameof(request));
        return Run(() => _deliveries.Purge(request), cancellationToken);
    }

    public ValueTask<Guid?> FindOldestAsync(DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken)
    {
        CheckEnded(status, nameof(status));
        return Run(() => _deliveries.FindOldest(status, completedBefore), cancellationToken);
    }

    public ValueTask<int> PurgeAttemptsAsync(Guid below, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return Run(() => _attempts.Purge(below, max), cancellationToken);
    }

    public ValueTask<Guid?> FindOldestAttemptAsync(CancellationToken cancellationToken) => Run(_attempts.FindOldest, cancellationToken);

    public ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken) =>
        Run(() => _occurrences.Find(id), cancellationToken);

    public ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken) =>
        Run(() => _deliveries.Find(id)?.ToDelivery(), cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken) =>
        Run(() => _deliveries.List(filter), cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken) =>
        Run(() => _attempts.List(filter), cancellationToken);

    public ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken) =>
        Run(_deliveries.Count, cancellationToken);

    /// <summary>Queues a claimed delivery again or ends it as dead, unless it was cancelled meanwhile or its subscription went away.</summary>
    private void GiveBack(QueuedDelivery delivery, DeliveryStatus status, DateTimeOffset dueAt)
    {
        if (delivery.IsCancelled || _subscriptions.Find(delivery.SubscriptionId) is null)
        {
            _deliveries.End(delivery, DeliveryStatus.Cancelled, time.GetUtcNow());
        }
        else if (status == DeliveryStatus.Dead)
        {
            _deliveries.End(delivery, DeliveryStatus.Dead, time.GetUtcNow());
        }
        else
        {
            _deliveries.Reschedule(delivery, dueAt);
        }
    }

    private static void CheckEnded(DeliveryStatus status, string parameter)
    {
        if (status is not (DeliveryStatus.Delivered or DeliveryStatus.Dead or DeliveryStatus.Cancelled))
        {
            throw new ArgumentException($"Delivered, dead or cancelled deliveries can be purged, not {status} ones.", parameter);
        }
    }

    /// <summary>Adds a failed attempt to the streak of its subscription; a success ends it.</summary>
    private FailureStreak? Count(DeliveryAttempt attempt)
    {
        if (attempt.Outcome == AttemptOutcome.Success)
        {
            _streaks.Remove(attempt.SubscriptionId);
        }

        if (attempt.Outcome is not (AttemptOutcome.Failure or AttemptOutcome.Dead) || _subscriptions.Find(attempt.SubscriptionId) is null)
        {
            return null;
        }

        var streak = _streaks.GetValueOrDefault(attempt.SubscriptionId, new FailureStreak(attempt.StartedAt + attempt.Duration, Failures: 0));
        return _streaks[attempt.SubscriptionId] = streak with { Failures = streak.Failures + 1 };
    }

    private ValueTask<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            return ValueTask.FromResult(work());
        }
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>
/// Creates, replaces or deletes a subscription, and holds, releases, cancels or re-plans its deliveries. One that refers to something that is
/// gone is refused.
/// </summary>
internal sealed class SaveUnit(Lanes lanes, FailureStreaks streaks, SubscriptionWrite write, TimeProvider time) : WriteUnit<long?>
{
    private const string CancelScheduled = """
        UPDATE deliveries SET status = 4, completed_at = ?2 WHERE status = 0 AND subscription_id = ?1 AND attempts > 0 = ?3
        """;

    private const string CancelClaimed = """
        UPDATE deliveries SET status = 4, completed_at = ?2 WHERE status = 1 AND subscription_id = ?1 AND attempts > 0 = ?3
        """;

    private readonly Replanning? _replanning = write.Effect == QueueEffect.Replan ? new Replanning(write.Replan!) : null;
    private RowCounts _cancelled;
    private EventBusConflictException? _refusal;

    public override int Weight => write.State?.Config.Length ?? 0;

    private bool EndsStreak => write.State is null || write.Effect == QueueEffect.Release;

    public override void Execute(WriteScope scope)
    {
        (Result, _cancelled, _refusal) = (null, default, null);
        if (SubscriptionRow.ReadVersion(scope.Session, write.Id) != write.ExpectedVersion)
        {
            return;
        }

        var state = write.State;
        _refusal = state is null ? null : SubscriptionReferences.Resolve(scope.Session, ref state);
        if (_refusal is not null)
        {
            return;
        }

        var version = ++scope.SubscriptionsVersion;
        Result = version;
        if (state is not null)
        {
            SubscriptionRow.Save(scope.Session, state, version, Held(write.Effect));
        }
        else
        {
            SubscriptionRow.Delete(scope.Session, write.Id, version);
        }

        if (write.Effect is QueueEffect.Cancel or QueueEffect.Replan)
        {
            foreach (var fresh in lanes.ListFresh(write.Id).Concat(scope.Fresh.Created.Where(d => d.SubscriptionId == write.Id)).ToList())
            {
                scope.Fresh.Store(scope.Session, fresh);
            }
        }

        if (write.Effect == QueueEffect.Cancel)
        {
            Cancel(scope);
        }

        _replanning?.Run(scope.Session, write.Id);
        if (EndsStreak)
        {
            streaks.End(scope.Session, write.Id);
        }

        lanes.MarkSaved(write, version, scope.Transaction);
    }

    public override void Apply()
    {
        if (Result is { } version)
        {
            lanes.Saved(write, version, _cancelled, _replanning);
            if (EndsStreak)
            {
                streaks.Remember(write.Id, isFailing: false);
            }
        }
    }

    public override void Complete()
    {
        if (_refusal is null)
        {
            base.Complete();
        }
        else
        {
            base.Fail(_refusal);
        }
    }

    private void Cancel(WriteScope scope)
    {
        // No queue row changes when a subscription is held or released; only a cancellation is for good.
        var at = write.State?.UpdatedAt ?? time.GetUtcNow();
        foreach (var isTried in (ReadOnlySpan<bool>)[false, true])
        {
            var count = Run(CancelScheduled, isTried) + Run(CancelClaimed, isTried);
            _cancelled += RowCounts.Of(DeliveryStatus.Scheduled, isTried, count);
        }

        int Run(string update, bool isTried) =>
            scope.Session.Prepared(update).Bind(1, write.Id).Bind(2, at).Bind(3, isTried ? 1 : 0).Run();
    }

    private static bool? Held(QueueEffect effect) => effect is QueueEffect.None or QueueEffect.Replan ? null : effect == QueueEffect.Hold;
}

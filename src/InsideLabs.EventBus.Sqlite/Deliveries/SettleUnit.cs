using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Writes how an attempt ended and how its delivery goes on, or that the attempt came too late.</summary>
internal sealed class SettleUnit(Lanes lanes, FailureStreaks streaks, Settlement settlement) : SharedUnit<SettleResult>
{
    private const string Update = """
        UPDATE deliveries SET
            status = ?2, claim_no = ?3, attempts = ?4, failures = ?5, crashes = 0,
            retry_at = CASE ?2 WHEN 0 THEN ?6 ELSE retry_at END,
            due_at = CASE ?2 WHEN 0 THEN ?7 ELSE due_at END,
            completed_at = CASE ?2 WHEN 0 THEN NULL WHEN 4 THEN COALESCE(completed_at, ?8) ELSE ?8 END,
            last_error = COALESCE(?9, last_error)
        WHERE id = ?1
        """;

    private QueuedDelivery? _claim;
    private DeliveryStatus _status;
    private long _dueAt;

    public override int Weight => settlement.Attempt.Response?.Length ?? 0;

    public override void Execute(WriteScope scope)
    {
        _claim = lanes.FindClaim(settlement.DeliveryId, settlement.ClaimNo);
        if (_claim is null || _claim.EndedIn == scope.Transaction)
        {
            _claim = null;
            if (lanes.FindFresh(settlement.DeliveryId) is { } fresh)
            {
                scope.Fresh.Store(scope.Session, fresh);
            }

            AttemptRow.InsertStale(scope.Session, settlement.DeliveryId, settlement.Attempt);
            Result = new SettleResult(IsStored: false, Streak: null);
            return;
        }

        _claim.EndedIn = scope.Transaction;
        _status = settlement.Status != DeliveryStatus.Delivered && lanes.IsCancelled(_claim, scope.Transaction)
            ? DeliveryStatus.Cancelled
            : settlement.Status;
        _dueAt = _status == DeliveryStatus.Scheduled && lanes.IsReplanned(_claim, settlement.PlannedVersion, scope.Transaction)
            ? settlement.RetryAt.UtcTicks
            : settlement.DueAt.UtcTicks;
        if (scope.Fresh.Contains(_claim) && AtOnceRow.Fits(settlement, _claim.Adapter))
        {
            AtOnceRow.Insert(scope.Session, _claim.OccurrenceNo, settlement.ClaimNo, settlement.Attempt);
            scope.Fresh.HasRow(_claim);
        }
        else
        {
            scope.Fresh.Store(scope.Session, _claim);
            Write(scope.Session, _claim.Adapter);
        }

        Result = new SettleResult(IsStored: true, Count(scope, _claim));
    }

    public override void Apply()
    {
        if (_claim is null)
        {
            return;
        }

        lanes.End(_claim, _status, _dueAt, settlement);
        if (settlement.Attempt.Outcome == AttemptOutcome.Success || Result.Streak is not null)
        {
            streaks.Remember(_claim.SubscriptionId, isFailing: Result.Streak is not null);
        }
    }

    private void Write(SqliteSession session, string adapter)
    {
        var attempt = settlement.Attempt;
        session.Prepared(Update)
            .Bind(1, settlement.DeliveryId)
            .Bind(2, (long)_status)
            .Bind(3, settlement.ClaimNo)
            .Bind(4, attempt.Number)
            .Bind(5, settlement.Failures)
            .Bind(6, settlement.RetryAt)
            .Bind(7, _dueAt)
            .Bind(8, attempt.StartedAt + attempt.Duration)
            .Bind(9, attempt.Code)
            .Run();
        AttemptRow.Insert(session, settlement.DeliveryId, attempt, adapter);
    }

    private FailureStreak? Count(WriteScope scope, QueuedDelivery claim)
    {
        var attempt = settlement.Attempt;
        switch (attempt.Outcome)
        {
            case AttemptOutcome.Success:
                streaks.End(scope.Session, claim.SubscriptionId);
                return null;
            case AttemptOutcome.Failure or AttemptOutcome.Dead when !lanes.IsDeleted(claim, scope.Transaction):
                return streaks.Count(scope.Session, claim.SubscriptionId, attempt.StartedAt + attempt.Duration);
            default:
                return null;
        }
    }
}

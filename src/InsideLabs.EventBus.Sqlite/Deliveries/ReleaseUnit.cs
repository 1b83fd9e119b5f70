using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Gives a claim back untried. The token is written: the lane may drop the delivery from memory, and a token that was given
/// once must not be given again.
/// </summary>
/// <param name="lanes">The queue.</param>
/// <param name="deliveryId">The delivery.</param>
/// <param name="claimNo">The token of the claim.</param>
/// <param name="deferral">When it is due next; null for when it was due.</param>
/// <param name="time">The clock.</param>
internal sealed class ReleaseUnit(Lanes lanes, Guid deliveryId, long claimNo, Deferral? deferral, TimeProvider time) : WriteUnit<bool>
{
    private const string Update = """
        UPDATE deliveries SET
            status = ?2, claim_no = ?3, due_at = COALESCE(?5, due_at),
            completed_at = CASE ?2 WHEN 0 THEN NULL ELSE COALESCE(completed_at, ?4) END
        WHERE id = ?1
        """;

    private QueuedDelivery? _claim;
    private DeliveryStatus _status;
    private long? _dueAt;

    public override void Execute(WriteScope scope)
    {
        var claim = lanes.FindClaim(deliveryId, claimNo);
        _claim = claim is not null && claim.EndedIn != scope.Transaction ? claim : null;
        Result = _claim is not null;
        if (_claim is null)
        {
            return;
        }

        _claim.EndedIn = scope.Transaction;
        _status = lanes.IsCancelled(_claim, scope.Transaction) ? DeliveryStatus.Cancelled : DeliveryStatus.Scheduled;
        _dueAt = deferral is { } given
            ? lanes.IsReplanned(_claim, given.PlannedVersion, scope.Transaction) ? _claim.RetryAt : given.DueAt.UtcTicks
            : null;
        if (_status == DeliveryStatus.Scheduled && _dueAt is null && scope.Fresh.Contains(_claim))
        {
            // It stays as it is, and in memory: nobody will give its token again.
            return;
        }

        scope.Fresh.Store(scope.Session, _claim);
        scope.Session.Prepared(Update)
            .Bind(1, deliveryId)
            .Bind(2, (long)_status)
            .Bind(3, claimNo)
            .Bind(4, time.GetUtcNow())
            .Bind(5, _dueAt)
            .Run();
    }

    public override void Apply()
    {
        if (_claim is not null)
        {
            lanes.End(_claim, _status, _dueAt);
        }
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Cancels a delivery. A claim of it goes on in memory; only a success can change the row again.</summary>
internal sealed class CancelUnit(Lanes lanes, Guid deliveryId, TimeProvider time) : WriteUnit<CancelResult>
{
    private const string Select = "SELECT status, attempts, due_at, subscription_id FROM deliveries WHERE id = ?1";

    private const string Update = "UPDATE deliveries SET status = 4, completed_at = ?2 WHERE id = ?1";

    private Row? _cancelled;

    public override void Execute(WriteScope scope)
    {
        var row = Find(scope.Session);
        if (row is null && lanes.FindFresh(deliveryId) is { } fresh)
        {
            scope.Fresh.Store(scope.Session, fresh);
            row = Find(scope.Session);
        }

        _cancelled = row is null or { Status: DeliveryStatus.Delivered or DeliveryStatus.Cancelled } ? null : row;
        Result = row switch
        {
            null => AtOnceRow.Find(scope.Session, deliveryId) is null ? CancelResult.NotFound : CancelResult.AlreadyDelivered,
            { Status: DeliveryStatus.Delivered } => CancelResult.AlreadyDelivered,
            _ => CancelResult.Cancelled,
        };
        if (_cancelled is not null)
        {
            scope.Session.Prepared(Update).Bind(1, deliveryId).Bind(2, time.GetUtcNow()).Run();
            lanes.MarkClaimCancelled(deliveryId, scope.Transaction);
        }
    }

    public override void Apply()
    {
        if (_cancelled is { } row)
        {
            lanes.Cancel(row.SubscriptionId, new QueueKey(row.DueAt, deliveryId), RowCounts.Of(row.Status, row.IsTried));
        }
    }

    private Row? Find(SqliteSession session) => session.Prepared(Select).Bind(1, deliveryId).ReadFirst(static r =>
        new Row((DeliveryStatus)r.Int(0), r.Int(1) > 0, r.Long(2), r.Guid(3)));

    private sealed record Row(DeliveryStatus Status, bool IsTried, long DueAt, Guid SubscriptionId);
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Puts a dead delivery back into its lane, with a fresh retry ladder.</summary>
internal sealed class RestartUnit(Lanes lanes, Guid deliveryId, DateTimeOffset retryAt, DateTimeOffset dueAt, long plannedVersion)
    : WriteUnit<RestartResult>
{
    private const string Select = """
        SELECT status, subscription_id, occurrence_no, adapter, claim_no, attempts FROM deliveries WHERE id = ?1
        """;

    private const string Update = """
        UPDATE deliveries SET status = 0, failures = 0, crashes = 0, retry_at = ?2, due_at = ?3, completed_at = NULL WHERE id = ?1
        """;

    private QueuedDelivery? _restarted;

    public override void Execute(WriteScope scope)
    {
        _restarted = null;
        var status = default(DeliveryStatus);
        var delivery = scope.Session.Prepared(Select).Bind(1, deliveryId).ReadFirst(row =>
        {
            status = (DeliveryStatus)row.Int(0);
            return Read(row);
        });
        var version = delivery is null ? 0 : SubscriptionRow.ReadVersion(scope.Session, delivery.SubscriptionId);
        Result = delivery switch
        {
            null => IsElsewhere(scope.Session) ? RestartResult.NotDead : RestartResult.NotFound,
            _ when status != DeliveryStatus.Dead => RestartResult.NotDead,
            _ when version == 0 => RestartResult.SubscriptionDeleted,
            _ => RestartResult.Restarted,
        };
        if (Result == RestartResult.Restarted)
        {
            _restarted = delivery!;
            _restarted.DueAt = (version > plannedVersion ? retryAt : dueAt).UtcTicks;
            scope.Session.Prepared(Update).Bind(1, deliveryId).Bind(2, retryAt).Bind(3, _restarted.DueAt).Run();
        }
    }

    public override void Apply()
    {
        if (_restarted is not null)
        {
            lanes.Add([_restarted], RowCounts.Of(DeliveryStatus.Scheduled, isTried: true) - RowCounts.Of(DeliveryStatus.Dead, isTried: true));
        }
    }

    private bool IsElsewhere(SqliteSession session) => lanes.FindFresh(deliveryId) is not null || AtOnceRow.Find(session, deliveryId) is not null;

    private QueuedDelivery Read(Statement row) => new()
    {
        Id = deliveryId,
        SubscriptionId = row.Guid(1),
        OccurrenceNo = row.Long(2),
        Adapter = string.Intern(row.Text(3)),
        ClaimNo = row.Long(4),
        Attempts = row.Int(5),
        RetryAt = retryAt.UtcTicks,
        DueAt = dueAt.UtcTicks,
    };
}

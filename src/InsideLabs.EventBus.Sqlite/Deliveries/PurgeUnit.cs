using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Removes deliveries that a reader has found, as far as they still are what it found. What their attempts need to know of them
/// is kept, where there are any.
/// </summary>
internal sealed class PurgeUnit(Lanes lanes, IReadOnlyList<Guid> found, PurgeRequest request) : WriteUnit<int>
{
    /// <summary>So many rows are removed by one unit at most: each may cost pages that are not in memory, and publishers wait for the transaction.</summary>
    public const int MostRows = 100;

    private const string Keep = """
        INSERT INTO purged_deliveries (id, occurrence_no, subscription_id, adapter)
        SELECT id, occurrence_no, subscription_id, adapter FROM deliveries
        WHERE id = ?1 AND status = ?2 AND completed_at < ?3 AND EXISTS (SELECT 1 FROM attempts WHERE delivery_id = ?1)
        """;

    private const string SelectNo = """
        SELECT occurrence_no FROM deliveries WHERE id = ?1 UNION ALL SELECT occurrence_no FROM delivered_at_once WHERE id = ?1
        """;

    private const string Delete = "DELETE FROM deliveries WHERE id = ?1 AND status = ?2 AND completed_at < ?3";

    public override void Execute(WriteScope scope)
    {
        Result = 0;
        foreach (var id in found)
        {
            // It may have been claimed after it was found, in the moment in which its cancellation was being applied.
            if (!lanes.IsClaimed(id))
            {
                Purge(scope, id);
            }
        }
    }

    public override void Apply() => lanes.Remove(RowCounts.Of(request.Status, isTried: true, Result));

    private void Purge(WriteScope scope, Guid id)
    {
        var occurrenceNo = scope.Session.Prepared(SelectNo).Bind(1, id).ReadFirst(static row => row.Long(0));
        Run(Keep);
        var isPurged = Run(Delete) > 0
            || (request.Status == DeliveryStatus.Delivered && AtOnceRow.Purge(scope.Session, id, request.CompletedBefore));
        if (isPurged)
        {
            scope.Fresh.Forget(scope.Session, occurrenceNo, id);
            Result++;
        }

        int Run(string sql) =>
            scope.Session.Prepared(sql).Bind(1, id).Bind(2, (long)request.Status).Bind(3, request.CompletedBefore).Run();
    }
}

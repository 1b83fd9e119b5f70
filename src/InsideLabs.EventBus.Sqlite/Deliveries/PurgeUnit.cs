using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Removes deliveries that a reader has found, as far as they still are what it found. What their attempts need to know of them
/// is kept.
/// </summary>
internal sealed class PurgeUnit(Lanes lanes, IReadOnlyList<Guid> found, DeliveryStatus status, DateTimeOffset completedBefore)
    : WriteUnit<int>
{
    private const string Keep = """
        INSERT INTO purged_deliveries (id, occurrence_no, subscription_id, adapter)
        SELECT id, occurrence_no, subscription_id, adapter FROM deliveries WHERE id = ?1 AND status = ?2 AND completed_at < ?3
        """;

    private const string Delete = "DELETE FROM deliveries WHERE id = ?1";

    public override void Execute(WriteScope scope)
    {
        Result = 0;
        foreach (var id in found)
        {
            if (scope.Session.Prepared(Keep).Bind(1, id).Bind(2, (long)status).Bind(3, completedBefore).Run() > 0)
            {
                Result += scope.Session.Prepared(Delete).Bind(1, id).Run();
            }
        }
    }

    public override void Apply() => lanes.Remove(RowCounts.Of(status, isTried: true, Result));
}

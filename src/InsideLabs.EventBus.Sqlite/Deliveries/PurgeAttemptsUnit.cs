using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Removes the oldest attempts, and what is kept of their purged deliveries once the last of its attempts is gone.</summary>
internal sealed class PurgeAttemptsUnit(Guid below, int max) : WriteUnit<int>
{
    private const string Oldest = "SELECT id, delivery_id FROM attempts WHERE id < ?1 ORDER BY id LIMIT ?2";

    private const string Delete = "DELETE FROM attempts WHERE id = ?1";

    private const string Forget = """
        DELETE FROM purged_deliveries WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attempts WHERE delivery_id = ?1)
        """;

    public override void Execute(WriteScope scope)
    {
        var session = scope.Session;
        var found = session.Prepared(Oldest).Bind(1, below).Bind(2, max)
            .ReadAll(static row => (Id: row.Guid(0), DeliveryId: row.Guid(1)));
        foreach (var attempt in found)
        {
            session.Prepared(Delete).Bind(1, attempt.Id).Run();
        }

        foreach (var deliveryId in found.Select(static a => a.DeliveryId).Distinct())
        {
            session.Prepared(Forget).Bind(1, deliveryId).Run();
        }

        Result = found.Count;
    }
}

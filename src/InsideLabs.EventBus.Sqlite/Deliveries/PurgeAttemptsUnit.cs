using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Removes the oldest attempts, and what is kept of their purged deliveries once the last of its attempts is gone.</summary>
internal sealed class PurgeAttemptsUnit(Guid below, int max) : WriteUnit<int>
{
    private const string Oldest = """
        SELECT id, delivery_id, 0 FROM attempts WHERE id < ?1
        UNION ALL
        SELECT attempt_id, id, 1 FROM delivered_at_once WHERE attempt_id < ?1
        ORDER BY 1 LIMIT ?2
        """;

    private const string Delete = "DELETE FROM attempts WHERE id = ?1";

    private const string Forget = """
        DELETE FROM purged_deliveries WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attempts WHERE delivery_id = ?1)
        """;

    public override void Execute(WriteScope scope)
    {
        var session = scope.Session;
        var found = session.Prepared(Oldest).Bind(1, below).Bind(2, max)
            .ReadAll(static row => (Id: row.Guid(0), DeliveryId: row.Guid(1), IsAtOnce: row.Int(2) != 0));
        foreach (var attempt in found)
        {
            if (attempt.IsAtOnce)
            {
                AtOnceRow.PurgeAttempt(session, attempt.DeliveryId);
                continue;
            }

            session.Prepared(Delete).Bind(1, attempt.Id).Run();
        }

        foreach (var deliveryId in found.Select(static a => a.DeliveryId).Distinct())
        {
            session.Prepared(Forget).Bind(1, deliveryId).Run();
        }

        Result = found.Count;
    }
}

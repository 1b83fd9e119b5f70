using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Gives at the start a row to every delivery that the last process remembered only: what it settled, it wrote; everything else waits
/// as it did when it was stored.
/// </summary>
internal static class FreshRecovery
{
    private const string Exists = """
        SELECT EXISTS (SELECT 1 FROM deliveries WHERE id = ?1) OR EXISTS (SELECT 1 FROM delivered_at_once WHERE id = ?1)
            OR EXISTS (SELECT 1 FROM purged_deliveries WHERE id = ?1)
        """;

    private const string NextNo = "SELECT COALESCE(MAX(no), 0) + 1 FROM occurrences";

    /// <returns>The number from which on occurrences may have fresh deliveries.</returns>
    public static long Run(SqliteSession session)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var delivery in OccurrenceRow.FindFreshFrom(session, Counter.Read(session, Counter.FreshFrom)))
        {
            if (session.Prepared(Exists).Bind(1, delivery.Id).ReadFirst(static row => row.Int(0)) == 0)
            {
                DeliveryRow.Insert(session, delivery);
            }
        }

        var next = session.Prepared(NextNo).ReadFirst(static row => row.Long(0));
        Counter.Save(session, Counter.FreshFrom, next);
        session.Execute("COMMIT");
        return next;
    }
}

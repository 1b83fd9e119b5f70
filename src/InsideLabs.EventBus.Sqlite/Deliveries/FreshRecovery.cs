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

    private const string Newest = "SELECT COALESCE(MAX(no), 0) FROM occurrences";

    /// <returns>What the writer begins with: nothing fresh. The mark moves on with its commits; a start writes only what it must.</returns>
    public static FreshDeliveries Run(SqliteSession session)
    {
        var mark = Counter.Read(session, Counter.FreshFrom);
        session.Execute("BEGIN IMMEDIATE");
        foreach (var delivery in OccurrenceRow.FindFreshFrom(session, mark))
        {
            if (session.Prepared(Exists).Bind(1, delivery.Id).ReadFirst(static row => row.Int(0)) == 0)
            {
                DeliveryRow.Insert(session, delivery);
            }
        }

        session.Execute("COMMIT");
        return new FreshDeliveries(mark, session.Prepared(Newest).ReadFirst(static row => row.Long(0)));
    }
}

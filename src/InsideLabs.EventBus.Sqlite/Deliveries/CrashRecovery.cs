using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Looks at the start for handlers' deliveries whose claim is still written: the process died with them. Each one's attempt is
/// recorded as lost and it is due again; the third time it is given up.
/// </summary>
internal static class CrashRecovery
{
    /// <summary>So many deaths of the process end a delivery.</summary>
    public const int MostCrashes = 3;

    private const string Claimed = "SELECT id, attempts, crashes FROM deliveries WHERE status = 1";

    private const string Update = """
        UPDATE deliveries SET
            status = ?2, attempts = ?3, crashes = ?4, retry_at = ?5, due_at = ?5,
            completed_at = CASE ?2 WHEN 3 THEN ?5 ELSE NULL END, last_error = COALESCE(?6, last_error)
        WHERE id = ?1
        """;

    public static void Run(SqliteSession session, DateTimeOffset now)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var row in session.Prepared(Claimed)
            .ReadAll(static r => (Id: r.Guid(0), Attempts: r.Int(1), Crashes: r.Int(2))))
        {
            var crashes = row.Crashes + 1;
            var isDead = crashes >= MostCrashes;
            session.Prepared(Update)
                .Bind(1, row.Id)
                .Bind(2, (long)(isDead ? DeliveryStatus.Dead : DeliveryStatus.Scheduled))
                .Bind(3, row.Attempts + 1)
                .Bind(4, crashes)
                .Bind(5, now)
                .Bind(6, isDead ? ErrorCodes.CrashLoop : null)
                .Run();
            AttemptRow.InsertLost(session, row.Id, row.Attempts + 1, isDead, now);
        }

        session.Execute("COMMIT");
    }
}

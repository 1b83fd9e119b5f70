using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>What must hold of a file at any time.</summary>
internal static class SqliteIntegrity
{
    /// <summary>Each names rows that contradict the rules.</summary>
    private static readonly string[] Contradictions =
    [
        "SELECT COUNT(*) FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.no = d.occurrence_no)",
        "SELECT COUNT(*) FROM attempts a WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = a.delivery_id) AND NOT EXISTS (SELECT 1 FROM purged_deliveries p WHERE p.id = a.delivery_id)",
        "SELECT COUNT(*) FROM purged_deliveries p WHERE EXISTS (SELECT 1 FROM deliveries d WHERE d.id = p.id)",
        "SELECT COUNT(*) FROM occurrences o WHERE o.deliveries <> (SELECT COUNT(*) FROM deliveries d WHERE d.occurrence_no = o.no) + (SELECT COUNT(*) FROM purged_deliveries p WHERE p.occurrence_no = o.no)",
        "SELECT COUNT(*) FROM deliveries d WHERE d.attempts <> (SELECT COUNT(*) FROM attempts a WHERE a.delivery_id = d.id AND a.stale_id = x'')",
        "SELECT COUNT(*) FROM deliveries WHERE (status IN (0, 1)) <> (completed_at IS NULL)",
    ];

    public static Task AssertAsync(SqliteDatabase database) => ScopeProbe.RunAsync(database, scope =>
    {
        Pragmas.Read(scope.Session, "integrity_check").Should().Be("ok");
        foreach (var sql in Contradictions)
        {
            using var count = scope.Session.Prepare(sql);
            count.ReadFirst(static row => row.Long(0)).Should().Be(0, sql);
        }
    });
}

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
        "SELECT COUNT(*) FROM purged_deliveries p WHERE NOT EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = p.id)",
        "SELECT COUNT(*) FROM occurrences o WHERE o.deliveries < (SELECT COUNT(*) FROM deliveries d WHERE d.occurrence_no = o.no) + (SELECT COUNT(*) FROM purged_deliveries p WHERE p.occurrence_no = o.no)",
        "SELECT COUNT(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE a.stale_id = x'' AND a.number > d.attempts",
        "SELECT COUNT(*) FROM failure_streaks f WHERE f.failures < 1 OR NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = f.subscription_id AND s.deleted = 0)",
        "SELECT COUNT(*) FROM subscriptions WHERE deleted = 1 AND delivery_schedule IS NOT NULL",
        "SELECT COUNT(*) FROM deliveries WHERE (status IN (0, 1)) <> (completed_at IS NULL)",
        "SELECT COUNT(*) FROM occurrences WHERE kind = 1 AND json_extract(CAST(body AS TEXT), '$.interactionNumber') NOT BETWEEN 1 AND (SELECT value FROM counters WHERE name = 'interaction_number')",
        "SELECT COUNT(json_extract(CAST(body AS TEXT), '$.interactionNumber')) - COUNT(DISTINCT json_extract(CAST(body AS TEXT), '$.interactionNumber')) FROM occurrences WHERE kind = 1",
        "SELECT COUNT(*) FROM occurrences o WHERE kind = 1 AND (SELECT COUNT(*) FROM reference_items r WHERE r.recorded = 1 AND (r.kind, lower(hex(r.id))) IN ((0, replace(json_extract(CAST(o.body AS TEXT), '$.resourceTypeId'), '-', '')), (1, replace(json_extract(CAST(o.body AS TEXT), '$.actionId'), '-', '')), (2, replace(json_extract(CAST(o.body AS TEXT), '$.originId'), '-', '')))) <> 2 + (json_extract(CAST(o.body AS TEXT), '$.originId') IS NOT NULL)",
        "SELECT COUNT(*) FROM subscriptions s WHERE s.resource_type_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference_items r WHERE r.kind = 0 AND r.id = s.resource_type_id)",
        "SELECT COUNT(*) FROM subscriptions s WHERE s.action_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference_items r WHERE r.kind = 1 AND r.id = s.action_id)",
        "SELECT COUNT(*) FROM subscriptions s WHERE s.origin_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference_items r WHERE r.kind = 2 AND r.id = s.origin_id)",
        "SELECT COUNT(*) FROM subscriptions s WHERE s.subscriber_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM subscribers b WHERE b.id = s.subscriber_id AND b.adapter = s.adapter)",
        "SELECT COUNT(*) FROM subscriptions s WHERE s.inherits_config = 1 AND NOT EXISTS (SELECT 1 FROM subscribers b WHERE b.id = s.subscriber_id AND b.config = s.config AND b.config_credentials IS s.config_credentials)",
    ];

    /// <summary>What holds besides while no attempts and nothing without attempts were purged.</summary>
    private static readonly string[] Losses =
    [
        "SELECT COUNT(*) FROM occurrences o WHERE o.deliveries <> (SELECT COUNT(*) FROM deliveries d WHERE d.occurrence_no = o.no) + (SELECT COUNT(*) FROM purged_deliveries p WHERE p.occurrence_no = o.no)",
        "SELECT COUNT(*) FROM deliveries d WHERE d.attempts <> (SELECT COUNT(*) FROM attempts a WHERE a.delivery_id = d.id AND a.stale_id = x'')",
    ];

    public static Task AssertAsync(SqliteDatabase database, bool isPurged = false) => ScopeProbe.RunAsync(database, scope =>
    {
        Pragmas.Read(scope.Session, "integrity_check").Should().Be("ok");
        foreach (var sql in isPurged ? Contradictions : Contradictions.Concat(Losses))
        {
            using var count = scope.Session.Prepare(sql);
            count.ReadFirst(static row => row.Long(0)).Should().Be(0, sql);
        }
    });
}

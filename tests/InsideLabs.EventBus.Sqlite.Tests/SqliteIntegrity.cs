using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>What must hold of a file at any time.</summary>
internal static class SqliteIntegrity
{
    private const string Deliveries = """
        (SELECT id, occurrence_no, subscription_id, attempts FROM deliveries
         UNION ALL SELECT id, occurrence_no, subscription_id, 1 FROM delivered_at_once)
        """;

    private const string Attempts = """
        (SELECT id, delivery_id, number, stale_id FROM attempts UNION ALL SELECT attempt_id, id, 1, x'' FROM delivered_at_once)
        """;

    /// <summary>Each names rows that contradict the rules.</summary>
    private static readonly string[] Contradictions =
    [
        $"SELECT COUNT(*) FROM {Deliveries} d WHERE NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.no = d.occurrence_no)",
        $"SELECT COUNT(*) FROM {Attempts} a WHERE NOT EXISTS (SELECT 1 FROM {Deliveries} d WHERE d.id = a.delivery_id) AND NOT EXISTS (SELECT 1 FROM purged_deliveries p WHERE p.id = a.delivery_id)",
        $"SELECT COUNT(*) FROM purged_deliveries p WHERE EXISTS (SELECT 1 FROM {Deliveries} d WHERE d.id = p.id)",
        $"SELECT COUNT(*) FROM purged_deliveries p WHERE NOT EXISTS (SELECT 1 FROM {Attempts} a WHERE a.delivery_id = p.id)",
        $"SELECT COUNT(*) FROM occurrences o WHERE o.deliveries < (SELECT COUNT(*) FROM {Deliveries} d WHERE d.occurrence_no = o.no) + (SELECT COUNT(*) FROM purged_deliveries p WHERE p.occurrence_no = o.no)",
        $"SELECT COUNT(*) FROM {Attempts} a JOIN {Deliveries} d ON d.id = a.delivery_id WHERE a.stale_id = x'' AND a.number > d.attempts",
        "SELECT COUNT(*) FROM failure_streaks f WHERE f.failures < 1 OR NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = f.subscription_id AND s.deleted = 0)",
        "SELECT COUNT(*) FROM subscriptions WHERE deleted = 1 AND delivery_schedule IS NOT NULL",
        "SELECT COUNT(*) FROM deliveries WHERE (status IN (0, 1)) <> (completed_at IS NULL)",
        "SELECT COUNT(*) FROM delivered_at_once q WHERE EXISTS (SELECT 1 FROM deliveries d WHERE d.id = q.id) OR EXISTS (SELECT 1 FROM purged_deliveries p WHERE p.id = q.id)",
        $"SELECT COUNT(*) - COUNT(DISTINCT hex(subscription_id) || occurrence_no) FROM {Deliveries}",
        $"SELECT COUNT(id) - COUNT(DISTINCT id) FROM {Attempts}",
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
        $"SELECT SUM(o.deliveries) - (SELECT COUNT(*) FROM {Deliveries}) - (SELECT COUNT(*) FROM purged_deliveries) - {Fresh} FROM occurrences o HAVING COUNT(*) > 0",
        $"SELECT COUNT(*) FROM occurrences o WHERE o.fresh IS NULL AND o.deliveries <> (SELECT COUNT(*) FROM {Deliveries} d WHERE d.occurrence_no = o.no) + (SELECT COUNT(*) FROM purged_deliveries p WHERE p.occurrence_no = o.no)",
        $"SELECT COUNT(*) FROM {Deliveries} d WHERE d.attempts <> (SELECT COUNT(*) FROM {Attempts} a WHERE a.delivery_id = d.id AND a.stale_id = x'')",
    ];

    /// <summary>Stands for the number of deliveries without a row.</summary>
    private const string Fresh = ":fresh:";

    public static Task AssertAsync(SqliteDatabase database, bool isPurged = false) => ScopeProbe.RunAsync(database, scope =>
    {
        Pragmas.Read(scope.Session, "integrity_check").Should().Be("ok");
        foreach (var sql in isPurged ? Contradictions : Contradictions.Concat(Losses))
        {
            using var count = scope.Session.Prepare(sql.Replace(Fresh, $"{scope.Fresh.Count}", StringComparison.Ordinal));
            count.ReadFirst(static row => row.Long(0)).Should().Be(0, sql);
        }
    });
}

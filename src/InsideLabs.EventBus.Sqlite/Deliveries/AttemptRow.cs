using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>An attempt as a row. What its delivery knows is not stored again.</summary>
internal static class AttemptRow
{
    private const string InsertReal = """
        INSERT INTO attempts
            (delivery_id, number, stale_id, id, adapter, outcome, status_code, code, response, warnings, started_at, duration)
        VALUES (?1, ?2, x'', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string InsertLate = """
        INSERT INTO attempts
            (delivery_id, number, stale_id, id, adapter, outcome, status_code, code, response, warnings, started_at, duration)
        SELECT ?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
        WHERE EXISTS (SELECT 1 FROM deliveries WHERE id = ?1) OR EXISTS (SELECT 1 FROM purged_deliveries WHERE id = ?1)
            OR EXISTS (SELECT 1 FROM delivered_at_once WHERE id = ?1 AND attempt_id <> ?3)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string InsertUnfinished = """
        INSERT INTO attempts (delivery_id, number, stale_id, id, outcome, code, started_at, duration)
        VALUES (?1, ?2, x'', ?3, ?4, ?5, ?6, 0)
        """;

    private const string SelectOldest = "SELECT id FROM attempts ORDER BY id LIMIT 1";

    private const string Select = """
        SELECT a.id, a.delivery_id, o.id, COALESCE(d.subscription_id, p.subscription_id, q.subscription_id),
            COALESCE(a.adapter, d.adapter, p.adapter, q.adapter),
            a.number, a.outcome, a.status_code, a.code, a.response, a.warnings, a.started_at, a.duration
        FROM attempts a
            LEFT JOIN deliveries d ON d.id = a.delivery_id
            LEFT JOIN purged_deliveries p ON d.id IS NULL AND p.id = a.delivery_id
            LEFT JOIN delivered_at_once q ON d.id IS NULL AND p.id IS NULL AND q.id = a.delivery_id
            JOIN occurrences o ON o.no = COALESCE(d.occurrence_no, p.occurrence_no, q.occurrence_no)
        WHERE 1
        """;

    /// <summary>The deliveries of an occurrence, found by its number instead of looking through all attempts.</summary>
    private const string OfOccurrence = """
         AND a.delivery_id IN (
            SELECT id FROM deliveries WHERE occurrence_no = (SELECT no FROM occurrences WHERE id = ?9)
            UNION ALL
            SELECT id FROM purged_deliveries WHERE occurrence_no = (SELECT no FROM occurrences WHERE id = ?9)
            UNION ALL
            SELECT unhex(value) FROM json_each(?10))
        """;

    /// <summary>Records the attempt of a claim. The adapter is stored only where it is not the delivery's own.</summary>
    public static void Insert(SqliteSession session, Guid deliveryId, DeliveryAttempt attempt, string deliveryAdapter) => Insert(
        session.Prepared(InsertReal),
        deliveryId,
        attempt,
        attempt.Outcome,
        string.Equals(attempt.Adapter, deliveryAdapter, StringComparison.Ordinal) ? null : attempt.Adapter);

    /// <summary>Records an attempt that came too late. One that stands there already, as its own first report, stays.</summary>
    public static void InsertStale(SqliteSession session, Guid deliveryId, DeliveryAttempt attempt) =>
        Insert(session.Prepared(InsertLate), deliveryId, attempt, AttemptOutcome.Stale, attempt.Adapter);

    /// <summary>Records an attempt that the process died with: when it began is not known, so it stands at its discovery.</summary>
    public static void InsertLost(SqliteSession session, Guid deliveryId, int number, bool isDead, DateTimeOffset now) =>
        session.Prepared(InsertUnfinished)
            .Bind(1, deliveryId)
            .Bind(2, number)
            .Bind(3, Guid.CreateVersion7(now))
            .Bind(4, (long)(isDead ? AttemptOutcome.Dead : AttemptOutcome.Lost))
            .Bind(5, isDead ? ErrorCodes.CrashLoop : null)
            .Bind(6, now)
            .Run();

    /// <summary>The smallest id; null when there is no attempt.</summary>
    public static Guid? FindOldest(SqliteSession session) =>
        (session.Prepared(SelectOldest).ReadFirst(static row => row.GuidOrNull(0)), AtOnceRow.FindOldestAttempt(session)) switch
        {
            ({ } kept, { } atOnce) => kept.CompareTo(atOnce) < 0 ? kept : atOnce,
            var (kept, atOnce) => kept ?? atOnce,
        };

    /// <summary>The attempts that a filter wants, newest first.</summary>
    public static IReadOnlyList<DeliveryAttempt> List(SqliteSession session, AttemptFilter filter)
    {
        // Between the two readings one may move from there to here: it is shown once.
        var atOnce = AtOnceRow.ListAttempts(session, filter);
        var kept = ListKept(session, filter);
        return atOnce.Count == 0
            ? kept
            : [.. kept.Concat(atOnce).DistinctBy(static a => a.Id).OrderByDescending(static a => a.Id).Take(filter.Limit ?? int.MaxValue)];
    }

    /// <summary>What is stored of an attempt's warnings.</summary>
    public static string? Serialize(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? null : JsonSerializer.Serialize([.. warnings], JsonColumns.Default.StringArray);

    private static List<DeliveryAttempt> ListKept(SqliteSession session, AttemptFilter filter)
    {
        var sql = new StringBuilder(Select)
            .Append(filter.DeliveryId is null ? string.Empty : " AND a.delivery_id = ?1")
            .Append(filter.SubscriptionId is null ? string.Empty : " AND COALESCE(d.subscription_id, p.subscription_id, q.subscription_id) = ?2")
            .Append(filter.OccurrenceId is null ? string.Empty : OfOccurrence)
            .Append(filter.Outcome is null ? string.Empty : " AND a.outcome = ?3")
            .Append(filter.Since is null ? string.Empty : " AND a.started_at >= ?4 AND a.id >= ?7")
            .Append(filter.Until is null ? string.Empty : " AND a.started_at < ?5")
            .Append(filter.After is null ? string.Empty : " AND a.id < ?6")
            .Append(" ORDER BY a.id DESC LIMIT ?8");
        using var statement = session.Prepare(sql.ToString());
        var query = statement
            .Bind(1, filter.DeliveryId ?? default)
            .Bind(2, filter.SubscriptionId ?? default)
            .Bind(3, (long)(filter.Outcome ?? default))
            .Bind(4, filter.Since)
            .Bind(5, filter.Until)
            .Bind(6, filter.After ?? default)
            .Bind(7, filter.Since is { } since ? IdTime.FirstAt(since) : default)
            .Bind(8, filter.Limit ?? -1L);
        return (filter.OccurrenceId is { } id ? query.Bind(9, id).Bind(10, OccurrenceRow.FreshIdsOf(session, id)) : query).ReadAll(Read);
    }

    private static void Insert(
        Statement statement, Guid deliveryId, DeliveryAttempt attempt, AttemptOutcome outcome, string? adapter) => statement
        .Bind(1, deliveryId)
        .Bind(2, attempt.Number)
        .Bind(3, attempt.Id)
        .Bind(4, adapter)
        .Bind(5, (long)outcome)
        .Bind(6, attempt.StatusCode)
        .Bind(7, attempt.Code)
        .Bind(8, attempt.Response)
        .Bind(9, Serialize(attempt.Warnings))
        .Bind(10, attempt.StartedAt)
        .Bind(11, attempt.Duration.Ticks)
        .Run();

    public static DeliveryAttempt Read(Statement row) => new()
    {
        Id = row.Guid(0),
        DeliveryId = row.Guid(1),
        OccurrenceId = row.Text(2),
        SubscriptionId = row.Guid(3),
        Adapter = row.Text(4),
        Number = row.Int(5),
        Outcome = (AttemptOutcome)row.Int(6),
        StatusCode = row.IsNull(7) ? null : row.Int(7),
        Code = row.TextOrNull(8),
        Response = row.TextOrNull(9),
        Warnings = row.IsNull(10) ? [] : JsonSerializer.Deserialize(row.Text(10), JsonColumns.Default.StringArray)!,
        StartedAt = row.Instant(11),
        Duration = new TimeSpan(row.Long(12)),
    };
}

using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// A delivery that its first attempt made, together with that attempt: most of all history, in one row. To whoever asks it is a
/// delivery and an attempt like any other.
/// </summary>
internal static class AtOnceRow
{
    private const string InsertNew = """
        INSERT INTO delivered_at_once
            (id, occurrence_no, subscription_id, adapter, claim_no, attempt_id, status_code, response, warnings, started_at, duration)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string SelectDeliveries = """
        SELECT q.id, o.id, q.subscription_id, q.adapter, o.recorded_at, q.started_at + q.duration
        FROM delivered_at_once q JOIN occurrences o ON o.no = q.occurrence_no
        WHERE 1
        """;

    private const string SelectAttempts = """
        SELECT q.attempt_id, q.id, o.id, q.subscription_id, q.adapter, 1, 0, q.status_code, NULL, q.response, q.warnings, q.started_at, q.duration
        FROM delivered_at_once q JOIN occurrences o ON o.no = q.occurrence_no
        WHERE 1
        """;

    private const string SelectById = SelectDeliveries + " AND q.id = ?1";

    private const string CountAll = "SELECT COUNT(*) FROM delivered_at_once";

    private const string SelectOldestAttempt = "SELECT attempt_id FROM delivered_at_once ORDER BY attempt_id LIMIT 1";

    /// <summary>As a delivery that keeps its attempt in a row of its own.</summary>
    private const string KeepDelivery = """
        INSERT INTO deliveries
            (id, occurrence_no, subscription_id, adapter, status, claim_no, attempts, failures, crashes, retry_at, due_at, completed_at)
        SELECT id, occurrence_no, subscription_id, adapter, 2, claim_no, 1, 0, 0, started_at, started_at, started_at + duration
        FROM delivered_at_once WHERE id = ?1
        """;

    private const string KeepPurged = """
        INSERT INTO purged_deliveries (id, occurrence_no, subscription_id, adapter)
        SELECT id, occurrence_no, subscription_id, adapter FROM delivered_at_once WHERE id = ?1 AND started_at + duration < ?2
        """;

    private const string KeepAttempt = """
        INSERT INTO attempts
            (delivery_id, number, stale_id, id, adapter, outcome, status_code, code, response, warnings, started_at, duration)
        SELECT id, 1, x'', attempt_id, NULL, 0, status_code, NULL, response, warnings, started_at, duration FROM delivered_at_once WHERE id = ?1
        """;

    private const string Delete = "DELETE FROM delivered_at_once WHERE id = ?1";

    /// <summary>Whether what ended so can be stored here: what the columns do not say must be as they imply.</summary>
    public static bool Fits(Settlement settlement, string deliveryAdapter) =>
        settlement is { Status: DeliveryStatus.Delivered, Failures: 0, Attempt: { Number: 1, Outcome: AttemptOutcome.Success, Code: null } attempt }
        && string.Equals(attempt.Adapter, deliveryAdapter, StringComparison.Ordinal);

    public static void Insert(SqliteSession session, long occurrenceNo, long claimNo, DeliveryAttempt attempt) => session.Prepared(InsertNew)
        .Bind(1, attempt.DeliveryId)
        .Bind(2, occurrenceNo)
        .Bind(3, attempt.SubscriptionId)
        .Bind(4, attempt.Adapter)
        .Bind(5, claimNo)
        .Bind(6, attempt.Id)
        .Bind(7, attempt.StatusCode)
        .Bind(8, attempt.Response)
        .Bind(9, AttemptRow.Serialize(attempt.Warnings))
        .Bind(10, attempt.StartedAt)
        .Bind(11, attempt.Duration.Ticks)
        .Run();

    public static Delivery? Find(SqliteSession session, Guid id) => session.Prepared(SelectById).Bind(1, id).ReadFirst(ReadDelivery);

    public static long Count(SqliteSession session) => session.Prepared(CountAll).ReadFirst(static row => row.Long(0));

    /// <summary>The smallest id of an attempt; null when there is none.</summary>
    public static Guid? FindOldestAttempt(SqliteSession session) =>
        session.Prepared(SelectOldestAttempt).ReadFirst(static row => row.GuidOrNull(0));

    /// <summary>The deliveries that a filter wants, by ascending ids.</summary>
    public static List<Delivery> List(SqliteSession session, DeliveryFilter filter)
    {
        if (filter.Status is not (null or DeliveryStatus.Delivered) || filter.Tried == false)
        {
            return [];
        }

        var sql = new StringBuilder(SelectDeliveries)
            .Append(filter.SubscriptionId is null ? string.Empty : " AND q.subscription_id = ?1")
            .Append(filter.OccurrenceId is null ? string.Empty : " AND q.id IN (SELECT unhex(value) FROM json_each(?4))")
            .Append(filter.After is null ? string.Empty : " AND q.id > ?2")
            .Append(" ORDER BY q.id LIMIT ?3");
        using var statement = session.Prepare(sql.ToString());
        var query = statement
            .Bind(1, filter.SubscriptionId ?? default)
            .Bind(2, filter.After ?? default)
            .Bind(3, filter.Limit ?? -1L);
        return (filter.OccurrenceId is { } id ? query.Bind(4, OccurrenceRow.FreshIdsOf(session, id)) : query).ReadAll(ReadDelivery);
    }

    /// <summary>The attempts that a filter wants, newest first.</summary>
    public static List<DeliveryAttempt> ListAttempts(SqliteSession session, AttemptFilter filter)
    {
        if (filter.Outcome is not (null or AttemptOutcome.Success))
        {
            return [];
        }

        var sql = new StringBuilder(SelectAttempts)
            .Append(filter.DeliveryId is null ? string.Empty : " AND q.id = ?1")
            .Append(filter.SubscriptionId is null ? string.Empty : " AND q.subscription_id = ?2")
            .Append(filter.OccurrenceId is null ? string.Empty : " AND q.id IN (SELECT unhex(value) FROM json_each(?8))")
            .Append(filter.Since is null ? string.Empty : " AND q.started_at >= ?3 AND q.attempt_id >= ?4")
            .Append(filter.Until is null ? string.Empty : " AND q.started_at < ?5")
            .Append(filter.After is null ? string.Empty : " AND q.attempt_id < ?6")
            .Append(" ORDER BY q.attempt_id DESC LIMIT ?7");
        using var statement = session.Prepare(sql.ToString());
        var query = statement
            .Bind(1, filter.DeliveryId ?? default)
            .Bind(2, filter.SubscriptionId ?? default)
            .Bind(3, filter.Since)
            .Bind(4, filter.Since is { } since ? IdTime.FirstAt(since) : default)
            .Bind(5, filter.Until)
            .Bind(6, filter.After ?? default)
            .Bind(7, filter.Limit ?? -1L);
        return (filter.OccurrenceId is { } id ? query.Bind(8, OccurrenceRow.FreshIdsOf(session, id)) : query).ReadAll(AttemptRow.Read);
    }

    /// <summary>Removes a delivery that ended before an instant. What its attempt needs to know of it is kept.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Purge(SqliteSession session, Guid id, DateTimeOffset completedBefore)
    {
        if (session.Prepared(KeepPurged).Bind(1, id).Bind(2, completedBefore).Run() == 0)
        {
            return false;
        }

        session.Prepared(KeepAttempt).Bind(1, id).Run();
        session.Prepared(Delete).Bind(1, id).Run();
        return true;
    }

    /// <summary>Removes the attempt of a delivery, which stays.</summary>
    public static void PurgeAttempt(SqliteSession session, Guid id)
    {
        session.Prepared(KeepDelivery).Bind(1, id).Run();
        session.Prepared(Delete).Bind(1, id).Run();
    }

    private static Delivery ReadDelivery(Statement row) => new()
    {
        Id = row.Guid(0),
        OccurrenceId = row.Text(1),
        SubscriptionId = row.Guid(2),
        Adapter = row.Text(3),
        Status = DeliveryStatus.Delivered,
        Attempts = 1,
        CreatedAt = row.Instant(4),
        CompletedAt = row.Instant(5),
    };
}

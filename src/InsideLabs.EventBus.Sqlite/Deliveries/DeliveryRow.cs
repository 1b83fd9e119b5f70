using System.Text;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// A delivery as queries show it. Its row does not know that it is claimed, so each query is told which ones are.
/// </summary>
internal static class DeliveryRow
{
    private const string Select = """
        SELECT d.id, o.id, d.subscription_id, d.adapter, d.status, d.attempts, d.failures, d.crashes, d.due_at,
            o.recorded_at, d.completed_at, d.last_error
        FROM deliveries d JOIN occurrences o ON o.no = d.occurrence_no
        WHERE 1
        """;

    private const string SelectById = Select + " AND d.id = ?1";

    private const string InsertScheduled = """
        INSERT INTO deliveries
            (id, occurrence_no, subscription_id, adapter, status, claim_no, attempts, failures, crashes, retry_at, due_at)
        VALUES (?1, ?2, ?3, ?4, 0, ?5, 0, 0, 0, ?6, ?7)
        """;

    private const string CountAll = "SELECT status, attempts > 0, COUNT(*) FROM deliveries GROUP BY 1, 2";

    /// <summary>Stores a delivery that was never tried.</summary>
    public static void Insert(SqliteSession session, QueuedDelivery delivery) => session.Prepared(InsertScheduled)
        .Bind(1, delivery.Id)
        .Bind(2, delivery.OccurrenceNo)
        .Bind(3, delivery.SubscriptionId)
        .Bind(4, delivery.Adapter)
        .Bind(5, delivery.ClaimNo)
        .Bind(6, delivery.RetryAt)
        .Bind(7, delivery.DueAt)
        .Run();

    /// <summary>Finds a delivery that has a row.</summary>
    public static Delivery? Find(SqliteSession session, Guid id, Func<Guid, bool> isClaimed) =>
        session.Prepared(SelectById).Bind(1, id).ReadFirst(row => Read(row, isClaimed)) ?? AtOnceRow.Find(session, id);

    /// <summary>Lists deliveries by ascending ids.</summary>
    /// <param name="session">A reader's session.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="claimed">The claimed ones, as they were before.</param>
    /// <param name="fresh">Those that had no row, as they were before.</param>
    public static IReadOnlyList<Delivery> List(
        SqliteSession session, DeliveryFilter filter, HashSet<Guid> claimed, IReadOnlyList<QueuedDelivery> fresh)
    {
        // What moves meanwhile goes from the first to the last of these: it is shown once, as it was seen last.
        var unwritten = FreshRow.List(session, filter, claimed, fresh);
        var atOnce = AtOnceRow.List(session, filter);
        var stored = filter.Status == DeliveryStatus.Claimed ? ListClaimed(session, filter, claimed) : ListStored(session, filter, claimed);
        return unwritten.Count + atOnce.Count == 0
            ? stored
            : [.. stored.Concat(atOnce).Concat(unwritten).DistinctBy(static d => d.Id).OrderBy(static d => d.Id).Take(filter.Limit ?? int.MaxValue)];
    }

    /// <summary>Counts the rows, all of them.</summary>
    public static RowCounts Count(SqliteSession session) => session.Prepared(CountAll)
        .ReadAll(static row => RowCounts.Of((DeliveryStatus)row.Int(0), row.Int(1) != 0, row.Long(2)))
        .Aggregate(RowCounts.Of(DeliveryStatus.Delivered, isTried: true, AtOnceRow.Count(session)), static (sum, rows) => sum + rows);

    private static List<Delivery> ListStored(SqliteSession session, DeliveryFilter filter, HashSet<Guid> claimed)
    {
        var sql = new StringBuilder(Select)
            .Append(StatusIs(filter.Status))
            .Append(filter.Tried switch { null => string.Empty, true => " AND d.attempts > 0", false => " AND d.attempts = 0" })
            .Append(filter.SubscriptionId is null ? string.Empty : " AND d.subscription_id = ?2")
            .Append(filter.OccurrenceId is null ? string.Empty : " AND o.id = ?3")
            .Append(filter.After is null ? string.Empty : " AND d.id > ?4")
            .Append(" ORDER BY d.id LIMIT ?5");

        // Of the rows that SQLite gives, no more are left out than are claimed.
        using var statement = session.Prepare(sql.ToString());
        return statement
            .Bind(2, filter.SubscriptionId ?? default)
            .Bind(3, filter.OccurrenceId)
            .Bind(4, filter.After ?? default)
            .Bind(5, filter.Limit is { } limit ? limit + (long)claimed.Count : -1L)
            .ReadAll(row => Read(row, claimed.Contains), d => filter.Status is null || d.Status == filter.Status, filter.Limit);
    }

    private static List<Delivery> ListClaimed(SqliteSession session, DeliveryFilter filter, HashSet<Guid> claimed) =>
    [
        .. claimed
            .Where(id => filter.After is null || id.CompareTo(filter.After.Value) > 0)
            .Order()
            .Select(id => Find(session, id, claimed.Contains))
            .OfType<Delivery>()
            .Where(d => d.Status == DeliveryStatus.Claimed
                && (filter.Tried is null || d.Attempts > 0 == filter.Tried)
                && (filter.SubscriptionId is null || d.SubscriptionId == filter.SubscriptionId)
                && (filter.OccurrenceId is null || string.Equals(d.OccurrenceId, filter.OccurrenceId, StringComparison.Ordinal)))
            .Take(filter.Limit ?? int.MaxValue),
    ];

    /// <summary>Written out, not bound: a partial index serves only who names its condition.</summary>
    private static string StatusIs(DeliveryStatus? status) => status switch
    {
        null => string.Empty,
        DeliveryStatus.Scheduled => " AND d.status = 0",
        DeliveryStatus.Delivered => " AND d.status = 2",
        DeliveryStatus.Dead => " AND d.status = 3",
        _ => " AND d.status = 4",
    };

    private static Delivery Read(Statement row, Func<Guid, bool> isClaimed)
    {
        var id = row.Guid(0);
        var stored = (DeliveryStatus)row.Int(4);
        var status = !HasEnded(stored) && isClaimed(id) ? DeliveryStatus.Claimed : stored;
        var isQueued = status is DeliveryStatus.Scheduled or DeliveryStatus.Claimed;
        return new Delivery
        {
            Id = id,
            OccurrenceId = row.Text(1),
            SubscriptionId = row.Guid(2),
            Adapter = row.Text(3),
            Status = status,
            Attempts = row.Int(5),
            Failures = row.Int(6),
            Crashes = row.Int(7),
            NextAttempt = isQueued ? row.Instant(8) : null,
            CreatedAt = row.Instant(9),
            CompletedAt = isQueued ? null : row.InstantOrNull(10),
            LastError = row.TextOrNull(11),
        };
    }

    /// <summary>Whether it has ended: a cancelled one may still be on its way, but shows as cancelled from the start.</summary>
    private static bool HasEnded(DeliveryStatus stored) => stored is not (DeliveryStatus.Scheduled or DeliveryStatus.Claimed);
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>A delivery that has no row of its own, as queries show it: from what the process remembers, and its occurrence.</summary>
internal static class FreshRow
{
    private const string SelectOccurrence = "SELECT id, recorded_at FROM occurrences WHERE no = ?1";

    private const string SelectNo = "SELECT no FROM occurrences WHERE id = ?1";

    public static Delivery Read(SqliteSession session, QueuedDelivery fresh, bool isClaimed) =>
        session.Prepared(SelectOccurrence).Bind(1, fresh.OccurrenceNo).ReadFirst(row => new Delivery
        {
            Id = fresh.Id,
            OccurrenceId = row.Text(0),
            SubscriptionId = fresh.SubscriptionId,
            Adapter = fresh.Adapter,
            Status = isClaimed ? DeliveryStatus.Claimed : DeliveryStatus.Scheduled,
            Attempts = 0,
            NextAttempt = new DateTimeOffset(fresh.DueAt, TimeSpan.Zero),
            CreatedAt = row.Instant(1),
        })!;

    /// <summary>Those that a filter wants, by ascending ids.</summary>
    public static List<Delivery> List(SqliteSession session, DeliveryFilter filter, HashSet<Guid> claimed, IReadOnlyList<QueuedDelivery> fresh)
    {
        if (filter.Status is not (null or DeliveryStatus.Scheduled or DeliveryStatus.Claimed) || filter.Tried == true || fresh.Count == 0)
        {
            return [];
        }

        var occurrenceNo = filter.OccurrenceId is { } id ? session.Prepared(SelectNo).Bind(1, id).ReadFirst(static row => row.Long(0)) : 0;
        return
        [
            .. fresh
                .Where(d => (filter.Status is null || claimed.Contains(d.Id) == (filter.Status == DeliveryStatus.Claimed))
                    && (filter.SubscriptionId is null || d.SubscriptionId == filter.SubscriptionId)
                    && (filter.OccurrenceId is null || d.OccurrenceNo == occurrenceNo)
                    && (filter.After is null || d.Id.CompareTo(filter.After.Value) > 0))
                .OrderBy(static d => d.Id)
                .Take(filter.Limit ?? int.MaxValue)
                .Select(d => Read(session, d, claimed.Contains(d.Id))),
        ];
    }
}

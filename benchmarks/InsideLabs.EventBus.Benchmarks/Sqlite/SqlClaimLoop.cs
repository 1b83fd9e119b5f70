using InsideLabs.EventBus.Benchmarks.Throughput;
using SQLitePCL;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>
/// The loop that most teams write: publish in batches, claim a batch of what is due with one UPDATE, deliver it, write the outcomes. Each
/// step is a transaction; one thread does them all, because SQLite has one writer anyway.
/// </summary>
internal static class SqlClaimLoop
{
    private const string Claim = """
        UPDATE deliveries SET status = 1, claim_no = claim_no + 1
        WHERE id IN (SELECT id FROM deliveries WHERE status = 0 AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2)
        RETURNING id, claim_no, (SELECT body FROM events WHERE no = event_no)
        """;

    public static WorkDone Run(string path, IReadOnlyList<(string Id, byte[] Body)> events)
    {
        using var database = new RawDatabase(path);
        var claim = database.Prepare(Claim);
        var claimed = new List<(long Id, long ClaimNo, int Length)>();
        long delivered = 0, bytes = 0;
        var start = TimeProvider.System.GetTimestamp();
        for (var next = 0; next < events.Count; next += CycleData.BatchSize)
        {
            Publish(database, events, next);
            for (var i = 0; i < CycleData.DeliveriesPerEvent; i++)
            {
                database.Run(database.Begin);
                claimed.Clear();
                raw.sqlite3_bind_int64(claim, 1, long.MaxValue);
                raw.sqlite3_bind_int64(claim, 2, CycleData.BatchSize);
                while (raw.sqlite3_step(claim) == raw.SQLITE_ROW)
                {
                    claimed.Add((raw.sqlite3_column_int64(claim, 0), raw.sqlite3_column_int64(claim, 1), raw.sqlite3_column_blob(claim, 2).ToArray().Length));
                }

                raw.sqlite3_reset(claim);
                database.Run(database.Commit);
                claimed.ForEach(c => bytes += c.Length);
                database.Run(database.Begin);
                foreach (var (id, claimNo, _) in claimed)
                {
                    Settle(database, id, claimNo);
                }

                database.Run(database.Commit);
                delivered += claimed.Count;
            }
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        CycleCheck.Delivered(database, events, delivered, bytes);
        return new WorkDone(events.Count, elapsed);
    }

    /// <summary>Stores a batch of events with their deliveries in one transaction.</summary>
    public static void Publish(RawDatabase database, IReadOnlyList<(string Id, byte[] Body)> events, int first)
    {
        database.Run(database.Begin);
        var end = Math.Min(first + CycleData.BatchSize, events.Count);
        for (var i = first; i < end; i++)
        {
            Insert(database, events[i], i);
        }

        database.Run(database.Commit);
    }

    /// <summary>Stores an event with its deliveries.</summary>
    /// <returns>The id of the last delivery; the ids of the others stand before it.</returns>
    public static long Insert(RawDatabase database, (string Id, byte[] Body) item, int number)
    {
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        raw.sqlite3_bind_text(database.InsertEvent, 1, item.Id);
        raw.sqlite3_bind_text(database.InsertEvent, 2, CycleData.TypeOf(number));
        raw.sqlite3_bind_int64(database.InsertEvent, 3, now);
        raw.sqlite3_bind_blob(database.InsertEvent, 4, item.Body);
        database.Run(database.InsertEvent);
        var eventNo = database.LastRow;
        for (var i = 0; i < CycleData.DeliveriesPerEvent; i++)
        {
            raw.sqlite3_bind_int64(database.InsertDelivery, 1, eventNo);
            raw.sqlite3_bind_int64(database.InsertDelivery, 2, ((number % CycleData.Types) * CycleData.DeliveriesPerEvent) + i);
            raw.sqlite3_bind_text(database.InsertDelivery, 3, CountingAdapter.AdapterName);
            raw.sqlite3_bind_int64(database.InsertDelivery, 4, now);
            database.Run(database.InsertDelivery);
        }

        return database.LastRow;
    }

    /// <summary>Writes that a delivery succeeded.</summary>
    public static void Settle(RawDatabase database, long id, long claimNo)
    {
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        raw.sqlite3_bind_int64(database.Complete, 1, id);
        raw.sqlite3_bind_int64(database.Complete, 2, claimNo);
        raw.sqlite3_bind_int64(database.Complete, 3, 1);
        raw.sqlite3_bind_int64(database.Complete, 4, now);
        database.Run(database.Complete);
        raw.sqlite3_bind_int64(database.InsertAttempt, 1, id);
        raw.sqlite3_bind_int64(database.InsertAttempt, 2, 1);
        raw.sqlite3_bind_int64(database.InsertAttempt, 3, now);
        raw.sqlite3_bind_int64(database.InsertAttempt, 4, 0);
        database.Run(database.InsertAttempt);
    }
}

using InsideLabs.EventBus.Benchmarks.Throughput;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>
/// The ceiling: claims are held in memory, and what was delivered is completed in the transaction that publishes the next batch. One thread,
/// no subscriptions to match, no timeouts, no retries, nobody who waits.
/// </summary>
internal static class MemoryClaimLoop
{
    public static WorkDone Run(string path, IReadOnlyList<(string Id, byte[] Body)> events)
    {
        using var database = new RawDatabase(path);
        var delivered = new List<long>();
        long count = 0, bytes = 0;
        var start = TimeProvider.System.GetTimestamp();
        for (var next = 0; next < events.Count || delivered.Count > 0; next += CycleData.BatchSize)
        {
            database.Run(database.Begin);
            foreach (var id in delivered)
            {
                SqlClaimLoop.Settle(database, id, claimNo: 1);
            }

            count += delivered.Count;
            delivered.Clear();
            for (var i = next; i < Math.Min(next + CycleData.BatchSize, events.Count); i++)
            {
                var last = SqlClaimLoop.Insert(database, events[i], i);
                for (var d = CycleData.DeliveriesPerEvent - 1; d >= 0; d--)
                {
                    delivered.Add(last - d);
                    bytes += events[i].Body.Length;
                }
            }

            database.Run(database.Commit);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        CycleCheck.Delivered(database, events, count, bytes);
        return new WorkDone(events.Count, elapsed);
    }
}

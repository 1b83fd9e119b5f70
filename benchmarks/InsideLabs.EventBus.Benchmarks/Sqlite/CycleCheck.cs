namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>Makes sure that a contender did what it was measured for.</summary>
internal static class CycleCheck
{
    public static void Delivered(RawDatabase database, IReadOnlyList<(string Id, byte[] Body)> events, long delivered, long bytes)
    {
        var deliveries = events.Count * (long)CycleData.DeliveriesPerEvent;
        Require(delivered == deliveries, $"{delivered} of {deliveries} deliveries were made.");
        Require(bytes == events.Sum(e => (long)e.Body.Length) * CycleData.DeliveriesPerEvent, $"Not every byte was delivered: {bytes}.");
        Require(database.Count("events") == events.Count, "Events are missing.");
        Require(database.Count("deliveries WHERE status = 2") == deliveries, "Deliveries are not completed.");
        Require(database.Count("attempts") == deliveries, "Attempts are missing.");
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}

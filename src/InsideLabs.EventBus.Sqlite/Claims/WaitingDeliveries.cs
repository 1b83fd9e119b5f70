namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// Keeps what stands in memory of all lanes within its limits: how many deliveries wait, and how many bytes of fresh occurrences
/// are kept for them. Used under the lock of the lanes.
/// </summary>
internal sealed class WaitingDeliveries(LaneLimits limits)
{
    private long _occurrenceBytes;

    /// <summary>How many there are over all lanes.</summary>
    public int Count { get; private set; }

    /// <summary>How many a lane asks for when it is read from the database.</summary>
    public int PageSize(Lane lane) => Math.Clamp(limits.MostPerLane(Count) - lane.Waiting.Count, 1, LaneLimits.LargestPage);

    /// <summary>Whether a lane should get more from the database before it runs empty.</summary>
    public bool IsShort(Lane lane) => lane.HasMore && (!lane.KnowsFirst || lane.Waiting.Count <= limits.MostPerLane(Count) / 4);

    /// <summary>Whether one more may wait in memory: as far as the lane is concerned, and over all lanes.</summary>
    /// <param name="lane">Its lane.</param>
    /// <param name="inLane">How many are about to come before it in its lane.</param>
    /// <param name="others">How many are about to come before it over all lanes.</param>
    public bool HasRoom(Lane lane, int inLane, int others) =>
        Count + others < limits.Total && lane.Waiting.Count + inLane < limits.MostPerLane(Count + others);

    public void Insert(Lane lane, QueuedDelivery delivery)
    {
        lane.Waiting.Insert(delivery);
        Count++;
        if (delivery.Occurrence is { } fresh)
        {
            var kept = fresh.Body.Length <= LaneLimits.LargestKeptOccurrence && _occurrenceBytes < limits.OccurrenceBytes;
            delivery.Occurrence = kept ? fresh : null;
            _occurrenceBytes += kept ? fresh.Body.Length : 0;
        }
    }

    public QueuedDelivery TakeFirst(Lane lane) => Uncount(lane.Waiting.TakeFirst());

    /// <summary>Takes one out, if it stands in memory.</summary>
    /// <returns>Whether it did.</returns>
    public bool Remove(Lane lane, QueueKey key) => lane.Waiting.Take(key) is { } delivery && Uncount(delivery) == delivery;

    /// <summary>Leaves to the database what a lane holds too much.</summary>
    public void Shrink(Lane lane)
    {
        var most = limits.MostPerLane(Count);

        while (lane.Waiting.Count > most && lane.Waiting.TakeLastStored(out var before) is { } stored)
        {
            Uncount(stored);
            lane.Horizon = before < lane.Horizon ? before : lane.Horizon;
        }
    }

    public void Clear(Lane lane)
    {
        while (lane.Waiting.Count > 0)
        {
            Uncount(lane.Waiting.TakeLast());
        }
    }

    private QueuedDelivery Uncount(QueuedDelivery delivery)
    {
        Count--;
        _occurrenceBytes -= delivery.Occurrence?.Body.Length ?? 0;
        return delivery;
    }
}

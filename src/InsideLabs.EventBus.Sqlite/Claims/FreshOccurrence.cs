namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>An occurrence with deliveries that stand in its own row only. The writer's alone.</summary>
/// <param name="no">Its number.</param>
/// <param name="deliveries">Those deliveries.</param>
internal sealed class FreshOccurrence(long no, QueuedDelivery[] deliveries)
{
    public long No => no;

    public QueuedDelivery[] Deliveries => deliveries;

    /// <summary>How many of them have no row yet.</summary>
    public int Open { get; set; } = deliveries.Length;
}

namespace InsideLabs.EventBus.Scheduling;

/// <summary>A time during which the clocks of a zone differ from UTC by the same. Immutable.</summary>
/// <param name="from">When it begins, in ticks of UTC; part of it.</param>
/// <param name="until">When it ends; not part of it.</param>
/// <param name="offset">What the clocks show, less UTC, in ticks.</param>
/// <param name="next">The one after it, when both are of one piece of the timeline.</param>
internal sealed class OffsetPeriod(long from, long until, long offset, OffsetPeriod? next)
{
    public long From { get; } = from;

    public long Until { get; } = until;

    public long Offset { get; } = offset;

    public OffsetPeriod? Next { get; } = next;

    public bool Contains(long instant) => instant >= From && instant < Until;
}

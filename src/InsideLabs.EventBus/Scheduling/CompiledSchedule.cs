using System.Runtime.CompilerServices;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>What an evaluator makes of a schedule once, and asks from then on. Immutable.</summary>
/// <param name="owner">The evaluator that made it.</param>
/// <param name="minutes">When it is open, as clocks show it.</param>
/// <param name="zone">What those clocks show; null when the zone could not be loaded.</param>
/// <param name="madeAt">The instant that it was made for, in ticks of UTC.</param>
internal sealed class CompiledSchedule(ScheduleEvaluator owner, WeeklyMinutes minutes, OffsetTimeline? zone, long madeAt)
{
    public ScheduleEvaluator Owner { get; } = owner;

    public WeeklyMinutes Minutes { get; } = minutes;

    public OffsetTimeline? Zone { get; } = zone;

    /// <summary>Whether another look for the zone is worth while: its data may have been installed, but looking for it takes its time.</summary>
    /// <param name="instant">The instant that is asked about, in ticks of UTC.</param>
    public bool IsStale(long instant) => Zone is null && Math.Abs(instant - madeAt) >= TimeSpan.TicksPerMinute;

    /// <summary>The first instant, from one on, at which it is open, in ticks of UTC; the end of time when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long NextOpen(long instant)
    {
        var period = Zone!.At(instant);
        if (Minutes.IsOpen(instant + period.Offset, out var change))
        {
            return instant;
        }

        change -= period.Offset;
        return Minutes.IsEmpty ? OffsetTimeline.End : change < period.Until ? change : Next(period.Until, open: true);
    }

    /// <summary>The first instant, from one on, at which it is not open, in ticks of UTC; the end of time when there is none.</summary>
    public long NextClosed(long instant) => Minutes.IsFull ? OffsetTimeline.End : Next(instant, open: false);

    private long Next(long instant, bool open)
    {
        while (instant < OffsetTimeline.End)
        {
            var period = Zone!.At(instant);
            if (Minutes.IsOpen(instant + period.Offset, out var change) == open)
            {
                return instant;
            }

            change -= period.Offset;
            if (change < period.Until)
            {
                return change;
            }

            // The clocks are set before it comes to that: look again at what they show then.
            instant = period.Until;
        }

        return OffsetTimeline.End;
    }
}

using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>
/// The minutes of a week at which windows are open, as clocks show them, Sunday 00:00 first. Kept as the minutes at which that changes:
/// a window on working days takes 100 bytes, the largest schedule less than 4 KB. Immutable.
/// </summary>
internal sealed class WeeklyMinutes
{
    /// <summary>How many minutes a week has.</summary>
    public const int Count = 7 * MinutesOfDay;

    private const int MinutesOfDay = 24 * 60;

    private const int SpanBits = 6;

    // The first day of the calendar is a Monday, and a clock west of Greenwich shows the last hours of the day before it.
    private const long TicksFromSunday = TimeSpan.TicksPerDay + (Count * TimeSpan.TicksPerMinute);

    private static readonly short[] OneSpan = [0];

    /// <summary>
    /// Opens at those with an even index, closes at those with an odd one. What is open at the end of the week and at its start is one
    /// opening, so its closing, and the first opening after the week, are counted on beyond the end of the week. What comes after that
    /// only fills up the last vector.
    /// </summary>
    private readonly short[] _changes;

    /// <summary>For each span of minutes how many changes are at its first minute or before. Few changes are one span.</summary>
    private readonly short[] _spans;

    private readonly int _spanBits;

    private WeeklyMinutes(ReadOnlySpan<bool> open)
    {
        IsEmpty = !open.Contains(value: true);
        IsFull = !open.Contains(value: false);
        _changes = Changes(open, out var count);
        if (count < Vector256<short>.Count)
        {
            (_spans, _spanBits) = (OneSpan, 31);
            return;
        }

        (_spans, _spanBits) = (new short[(Count >> SpanBits) + 1], SpanBits);
        for (var (span, known) = (0, 0); span < _spans.Length; span++)
        {
            while (known < count && _changes[known] <= span << SpanBits)
            {
                known++;
            }

            _spans[span] = (short)known;
        }
    }

    /// <summary>Whether it is never open.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether it is open all week.</summary>
    public bool IsFull { get; }

    /// <summary>The minutes at which any of the windows is open.</summary>
    public static WeeklyMinutes Of(ImmutableArray<DeliveryWindow> windows)
    {
        Span<bool> open = stackalloc bool[Count];
        open.Clear();
        foreach (var window in windows)
        {
            var start = (int)window.Start.TotalMinutes;
            var end = (int)window.End.TotalMinutes;
            var length = end < start ? end + MinutesOfDay - start : end - start;
            foreach (var day in window.Days)
            {
                var first = ((int)day * MinutesOfDay) + start;
                var inWeek = Math.Min(length, Count - first);
                open.Slice(first, inWeek).Fill(value: true);
                open[..(length - inWeek)].Fill(value: true);
            }
        }

        return new WeeklyMinutes(open);
    }

    /// <summary>Whether it is open at a time that a clock shows.</summary>
    /// <param name="clock">The time, in ticks since the first day of the calendar.</param>
    /// <param name="change">What the clock shows when that changes; without a meaning when it never does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpen(long clock, out long change)
    {
        var minutes = (ulong)(clock + TicksFromSunday) / TimeSpan.TicksPerMinute;
        var minute = (int)(minutes % Count);
        int next = _spans[minute >> _spanBits];
        int passed;
        do
        {
            // Counting without a branch: which of sixteen changes is the next one, nobody could predict.
            var lanes = Vector256.LessThanOrEqual(Vector256.Create(_changes.AsSpan(next)), Vector256.Create((short)minute));
            passed = BitOperations.PopCount(lanes.AsByte().ExtractMostSignificantBits()) / sizeof(short);
            next += passed;
        }
        while (passed == Vector256<short>.Count);

        change = ((long)minutes + _changes[next] - minute) * TimeSpan.TicksPerMinute - TicksFromSunday;
        return (next & 1) != 0;
    }

    private static short[] Changes(ReadOnlySpan<bool> open, out int count)
    {
        count = 0;
        for (var minute = 0; minute < Count; minute++)
        {
            count += IsChange(open, minute) ? 1 : 0;
        }

        var changes = new short[count < Vector256<short>.Count ? Vector256<short>.Count : count + 1 + Vector256<short>.Count];
        Array.Fill(changes, short.MaxValue);
        for (var (minute, known) = (0, 0); known < count; minute++)
        {
            if (IsChange(open, minute))
            {
                changes[known++] = (short)minute;
            }
        }

        if (count > 0)
        {
            changes[count] = After(open, changes, count);
        }

        return changes;
    }

    /// <summary>The change after the last one in the week.</summary>
    private static short After(ReadOnlySpan<bool> open, short[] changes, int count)
    {
        if (!open[^1])
        {
            return (short)(Count + changes[0]);
        }

        // Open at the end: closes at its end, or where the opening that goes on into the next week does.
        return (short)(open[0] && count > 1 ? Count + changes[1] : Count);
    }

    private static bool IsChange(ReadOnlySpan<bool> open, int minute) => open[minute] != (minute > 0 && open[minute - 1]);
}

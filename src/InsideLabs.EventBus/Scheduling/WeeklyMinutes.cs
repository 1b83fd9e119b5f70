using System.Collections.Immutable;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>
/// The minutes of a week at which windows are open, as clocks show them, Sunday 00:00 first. Kept as the minutes at which that changes:
/// a window of working days takes 20 bytes, the largest schedule less than 3 KB. Immutable.
/// </summary>
internal sealed class WeeklyMinutes
{
    /// <summary>How many minutes a week has.</summary>
    public const int Count = 7 * MinutesOfDay;

    private const int MinutesOfDay = 24 * 60;

    private const long TicksOfWeek = Count * TimeSpan.TicksPerMinute;

    // The first day of the calendar is a Monday, and a clock west of Greenwich shows the last hours of the day before it.
    private const long TicksFromSunday = TimeSpan.TicksPerDay + TicksOfWeek;

    /// <summary>
    /// Opens at those with an even index, closes at those with an odd one. What is open at the end of the week and at its start is one
    /// opening, so its closing, and the first opening after the week, are counted on beyond the end of the week.
    /// </summary>
    private readonly ushort[] _changes;

    /// <summary>For each day, and for the end of the week, how many changes are at its first minute or before.</summary>
    private readonly ushort[] _days;

    private WeeklyMinutes(ReadOnlySpan<bool> open)
    {
        _changes = Changes(open);
        _days = new ushort[8];
        for (var day = 0; day < _days.Length; day++)
        {
            while (_days[day] < _changes.Length && _changes[_days[day]] <= day * MinutesOfDay)
            {
                _days[day]++;
            }
        }

        IsEmpty = !open.Contains(value: true);
        IsFull = !open.Contains(value: false);
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

    /// <summary>Whether it is open at a time that a clock shows. Only for one that is sometimes open and sometimes not.</summary>
    /// <param name="clock">The time, in ticks since the first day of the calendar.</param>
    /// <param name="change">How long it takes until that changes, in ticks, as long as nobody sets the clock.</param>
    public bool IsOpen(long clock, out long change)
    {
        var sinceSunday = (ulong)(clock + TicksFromSunday) % TicksOfWeek;
        var minute = (int)(sinceSunday / TimeSpan.TicksPerMinute);
        var day = minute / MinutesOfDay;
        int low = _days[day];
        int high = _days[day + 1];
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_changes[middle] <= minute)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        change = (_changes[low] * TimeSpan.TicksPerMinute) - (long)sinceSunday;
        return (low & 1) != 0;
    }

    private static ushort[] Changes(ReadOnlySpan<bool> open)
    {
        var count = 0;
        for (var minute = 0; minute < Count; minute++)
        {
            count += IsChange(open, minute) ? 1 : 0;
        }

        if (count == 0)
        {
            return [];
        }

        var changes = new ushort[count + 1];
        count = 0;
        for (var minute = 0; minute < Count; minute++)
        {
            if (IsChange(open, minute))
            {
                changes[count++] = (ushort)minute;
            }
        }

        changes[count] = After(open, changes, count);
        return changes;
    }

    /// <summary>The change after the last one in the week.</summary>
    private static ushort After(ReadOnlySpan<bool> open, ushort[] changes, int count)
    {
        if (!open[^1])
        {
            return (ushort)(Count + changes[0]);
        }

        // Open at the end: closes at its end, or where the opening that goes on into the next week does.
        return (ushort)(open[0] && count > 1 ? Count + changes[1] : Count);
    }

    private static bool IsChange(ReadOnlySpan<bool> open, int minute) => open[minute] != (minute > 0 && open[minute - 1]);
}

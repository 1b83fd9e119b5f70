using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>
/// The contract's sentence, word by word, for one minute after the other: what the platform says that a clock in the zone shows, and
/// whether that lies in a window whose start day is listed. Shares nothing with the evaluator.
/// </summary>
internal sealed class MinuteScan
{
    private readonly ushort[] _shown;

    public MinuteScan(TimeZoneInfo zone, DateTime from, int minutes)
    {
        From = from;
        _shown = new ushort[minutes];
        for (var i = 0; i < minutes; i++)
        {
            var shown = TimeZoneInfo.ConvertTimeFromUtc(from.AddMinutes(i), zone);
            _shown[i] = (ushort)(((int)shown.DayOfWeek * 1440) + (shown.Hour * 60) + shown.Minute);
        }
    }

    /// <summary>The first minute, in UTC.</summary>
    public DateTime From { get; }

    /// <summary>For each minute the first one, from it on, that is open; or one more than there are.</summary>
    /// <param name="open">For each minute of the week whether it is open.</param>
    public int[] NextOpen(bool[] open)
    {
        var next = new int[_shown.Length + 1];
        next[^1] = _shown.Length;
        for (var i = _shown.Length - 1; i >= 0; i--)
        {
            next[i] = open[_shown[i]] ? i : next[i + 1];
        }

        return next;
    }

    /// <summary>For each minute of the week, as clocks show it, whether it lies in a window.</summary>
    public static bool[] OpenMinutes(DeliverySchedule schedule) =>
        [.. Enumerable.Range(0, 10_080).Select(shown => schedule.Windows.Any(w => IsIn(w, shown / 1440, shown % 1440)))];

    private static bool IsIn(DeliveryWindow window, int day, int minuteOfDay)
    {
        var time = TimeSpan.FromMinutes(minuteOfDay);
        var startsToday = window.Days.Contains((DayOfWeek)day);
        var startedYesterday = window.Days.Contains((DayOfWeek)((day + 6) % 7));
        return window.End > window.Start
            ? startsToday && time >= window.Start && time < window.End
            : window.End < window.Start && ((startsToday && time >= window.Start) || (startedYesterday && time < window.End));
    }
}

using System.Globalization;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>Schedules and instants in few words.</summary>
internal static class ScheduleSamples
{
    public static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    public static readonly DayOfWeek[] WorkingDays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static ScheduleEvaluator NewEvaluator() => new(TimeZoneCatalog.Load);

    public static DeliverySchedule Schedule(string zone, params DeliveryWindow[] windows) => new(zone, windows);

    /// <param name="days">The days on which it begins.</param>
    /// <param name="times">From and to, such as <c>09:00-17:00</c>.</param>
    public static DeliveryWindow Window(DayOfWeek[] days, string times)
    {
        var (start, end) = (times.Split('-')[0], times.Split('-')[1]);
        return new DeliveryWindow(days, Time(start), Time(end));
    }

    public static DeliveryWindow Window(DayOfWeek day, string times) => Window([day], times);

    public static TimeSpan Time(string text) => TimeSpan.FromMinutes(
        (int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60) + int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture));

    public static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

using System.Text.Json;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>A delivery schedule as its column holds it. Nothing is judged: what was stored comes back.</summary>
/// <param name="TimeZone">The IANA id.</param>
/// <param name="Windows">The windows.</param>
internal sealed record ScheduleColumn(string TimeZone, ScheduleColumn.Window[] Windows)
{
    public static string? Write(DeliverySchedule? schedule) => schedule is null
        ? null
        : JsonSerializer.Serialize(
            new ScheduleColumn(
                schedule.TimeZone,
                [.. schedule.Windows.Select(w => new Window([.. w.Days.Select(d => (int)d)], (int)w.Start.TotalMinutes, (int)w.End.TotalMinutes))]),
            JsonColumns.Default.ScheduleColumn);

    public static DeliverySchedule? Read(string? json) =>
        json is null || JsonSerializer.Deserialize(json, JsonColumns.Default.ScheduleColumn) is not { } column
            ? null
            : new DeliverySchedule(column.TimeZone, column.Windows.Select(w => new DeliveryWindow(
                w.Days.Select(d => (DayOfWeek)d), TimeSpan.FromMinutes(w.Start), TimeSpan.FromMinutes(w.End))));

    /// <param name="Days">The days on which it begins, 0 for Sunday.</param>
    /// <param name="Start">When it begins, in minutes since midnight.</param>
    /// <param name="End">When it ends, in minutes since midnight.</param>
    internal sealed record Window(int[] Days, int Start, int End);
}

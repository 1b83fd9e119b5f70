using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>Schedules with one to four windows, many of them where mistakes live: over midnight, up to midnight, where clocks are set.</summary>
internal static class RandomSchedules
{
    /// <param name="random">The same one gives the same schedule.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="changes">What its clocks show when they are set.</param>
    public static DeliverySchedule Next(Random random, string zone, IReadOnlyList<DateTime> changes) =>
        new(zone, Enumerable.Range(0, random.Next(1, 5)).Select(_ => Window(random, changes)).ToArray());

    private static DeliveryWindow Window(Random random, IReadOnlyList<DateTime> changes)
    {
        var days = ScheduleSamples.EveryDay.Where(_ => random.Next(3) == 0).ToList();
        int start, end;
        switch (random.Next(changes.Count > 0 ? 8 : 5))
        {
            case 0:
                (start, end) = (random.Next(1440), random.Next(1441));
                break;
            case 1:
                (start, end) = (random.Next(720, 1440), random.Next(0, 720));
                break;
            case 2:
                (start, end) = (random.Next(1440), 1440);
                break;
            case 3:
                (start, end) = (0, random.Next(1, 1441));
                break;
            case 4:
                start = random.Next(1440);
                end = Math.Min(1440, start + random.Next(1, 10));
                break;
            default:
                var change = changes[random.Next(changes.Count)];
                days.Add(change.DayOfWeek);
                start = ((int)change.TimeOfDay.TotalMinutes + random.Next(-90, 91) + 1440) % 1440;
                end = (start + random.Next(1, 181)) % 1440;
                break;
        }

        if (days.Count == 0)
        {
            days.Add((DayOfWeek)random.Next(7));
        }

        return new DeliveryWindow(days, TimeSpan.FromMinutes(start), TimeSpan.FromMinutes(end));
    }
}

using System.Globalization;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using TimeZoneConverter;
using Xunit.Abstractions;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>
/// All known zones, random schedules, ten years, two oracles. The whole of it takes a quarter of an hour:
/// <c>EVENTBUS_FULL_SCHEDULES=1 dotnet test tests/InsideLabs.EventBus.Tests -c Release --filter ScheduleOracle --logger "console;verbosity=detailed"</c>.
/// Without that variable: all zones, but only the days around some changes of each, and some weeks.
/// </summary>
public sealed class ScheduleOracleTests(ITestOutputHelper output)
{
    private const int Years = 10;
    private const int MinutesOfDay = 1440;

    private static readonly DateTime From = new(2018, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Until = From.AddYears(Years);
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("EVENTBUS_FULL_SCHEDULES") == "1";

    [Fact]
    public void Every_zone_is_open_when_its_clocks_say_so()
    {
        TimeZoneInfo[] zones = [.. TZConvert.KnownIanaTimeZoneNames.Order(StringComparer.Ordinal).Select(TimeZoneCatalog.Load).OfType<TimeZoneInfo>()];
        var run = new OracleRun();

        Parallel.ForEach(zones, zone => Compare(run, zone));

        var schedules = SchedulesOf(IsFull);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{zones.Length} zones, {schedules} schedules each, {Years} years{(IsFull ? string.Empty : " (sampled)")}: {run.Minutes:N0} minutes and {run.Openings:N0} openings compared, {run.Differences.Count} differences."));
        output.WriteLine($"NodaTime's offsets are others for {run.Disagreeing.Count} zones, which it does not judge: {string.Join(", ", run.Disagreeing.Order(StringComparer.Ordinal))}");
        run.Differences.Should().BeEmpty();
        zones.Should().HaveCountGreaterThan(500);
        run.Minutes.Should().BeGreaterThan(zones.Length * (long)schedules * 7 * MinutesOfDay);
        run.Openings.Should().BeGreaterThan(zones.Length * 50);
        run.Disagreeing.Count.Should().BeLessThan(zones.Length / 4);
    }

    private static int SchedulesOf(bool isFull) => isFull ? 4 : 2;

    private static void Compare(OracleRun run, TimeZoneInfo zone)
    {
        var random = new Random(zone.Id.Aggregate(17, (seed, c) => unchecked((seed * 31) + c)));
        var changes = Changes(zone);
        DateTime[] shown = [.. changes.Select(c => TimeZoneInfo.ConvertTimeFromUtc(c, zone))];
        DeliverySchedule[] schedules = [.. Enumerable.Range(0, SchedulesOf(IsFull)).Select(_ => RandomSchedules.Next(random, zone.Id, shown))];
        (DeliverySchedule, bool[])[] judged = [.. schedules.Select(s => (s, MinuteScan.OpenMinutes(s)))];
        if (IsFull)
        {
            run.CompareMinutes(zone, From, (int)(Until - From).TotalMinutes, judged);
            run.CompareOpenings(zone, From, Until, schedules);
            return;
        }

        for (var i = 0; i < 2 && changes.Count > 0; i++)
        {
            run.CompareMinutes(zone, changes[random.Next(changes.Count)].AddDays(-1), 2 * MinutesOfDay, judged);
        }

        run.CompareMinutes(zone, From.AddMinutes(random.Next((int)(Until - From).TotalMinutes)), 7 * MinutesOfDay, judged);
        var start = From.AddYears(random.Next(Years));
        run.CompareOpenings(zone, start, start.AddYears(1), schedules);
    }

    /// <summary>The hours at which clocks are not what they were an hour before, but for days that end as they began.</summary>
    private static List<DateTime> Changes(TimeZoneInfo zone)
    {
        var changes = new List<DateTime>();
        for (var day = From; day < Until; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
            {
                changes.AddRange(Enumerable.Range(1, 24).Select(h => day.AddHours(h)).Where(t => zone.GetUtcOffset(t) != zone.GetUtcOffset(t.AddHours(-1))));
            }
        }

        return changes;
    }
}

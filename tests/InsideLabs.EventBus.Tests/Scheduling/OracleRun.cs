using System.Collections.Concurrent;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using NodaTime;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>Compares the evaluator with both oracles, zone by zone, and counts.</summary>
internal sealed class OracleRun
{
    private const int MinutesOfDay = 1440;

    // A random schedule opens at least once a week, but for a week in which clocks skip it.
    private const int LookAhead = 8 * MinutesOfDay;

    private readonly ScheduleEvaluator _evaluator = ScheduleSamples.NewEvaluator();
    private long _minutes;
    private long _openings;

    public long Minutes => Interlocked.Read(ref _minutes);

    public long Openings => Interlocked.Read(ref _openings);

    public ConcurrentBag<string> Differences { get; } = [];

    /// <summary>Zones about whose offsets the platform and NodaTime disagree, so that NodaTime says nothing about them.</summary>
    public ConcurrentBag<string> Disagreeing { get; } = [];

    /// <summary>Compares each minute of a time, at some moment of it, with the scan.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="from">The first minute.</param>
    /// <param name="minutes">How many.</param>
    /// <param name="schedules">Schedules, each with its open minutes of the week.</param>
    public void CompareMinutes(TimeZoneInfo zone, DateTime from, int minutes, IEnumerable<(DeliverySchedule Schedule, bool[] Open)> schedules)
    {
        var scan = new MinuteScan(zone, from, minutes + LookAhead);
        foreach (var (schedule, open) in schedules)
        {
            CompareMinutes(scan, scan.NextOpen(open), minutes, schedule);
            Interlocked.Add(ref _minutes, minutes);
        }
    }

    /// <summary>Compares all openings between two instants with NodaTime's, unless the platform's offsets are others than NodaTime's.</summary>
    public void CompareOpenings(TimeZoneInfo zone, DateTime from, DateTime until, IEnumerable<DeliverySchedule> schedules)
    {
        var (first, last) = (Instant.FromDateTimeUtc(from), Instant.FromDateTimeUtc(until));
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone.Id) is not { } noda || !DoAgree(zone, noda, first, last))
        {
            Disagreeing.Add(zone.Id);
            return;
        }

        var end = last.ToDateTimeOffset();
        foreach (var schedule in schedules)
        {
            var expected = NodaOpenings.Of(schedule, noda, first, last)
                .Select(o => new DeliveryOpening(o.Opens.ToDateTimeOffset(), o.Closes.ToDateTimeOffset())).ToList();
            var actual = _evaluator.Openings(schedule, first.ToDateTimeOffset()).TakeWhile(o => o.Opens < end)
                .Select(o => o.Closes > end ? o with { Closes = end } : o).ToList();
            var first5 = expected.Except(actual).Concat(actual.Except(expected)).Take(5).ToList();
            if (first5.Count > 0 || expected.Count != actual.Count)
            {
                Differences.Add($"{Describe(schedule)}: NodaTime has {expected.Count} openings, we have {actual.Count}: {string.Join("; ", first5)}");
            }

            Interlocked.Add(ref _openings, expected.Count);
        }
    }

    private void CompareMinutes(MinuteScan scan, int[] next, int minutes, DeliverySchedule schedule)
    {
        for (var i = 0; i < minutes; i++)
        {
            // Any moment of a minute will do: clocks are set at whole minutes in these times.
            var instant = new DateTimeOffset(scan.From.AddTicks((i * TimeSpan.TicksPerMinute) + (i * 7919L % TimeSpan.TicksPerMinute)));
            var answer = _evaluator.Evaluate(schedule, instant);
            var isRight = next[i] == i ? answer.State == ScheduleState.Open && answer.DueAt == instant
                : answer.State == ScheduleState.Closed && IsDue(answer.DueAt.UtcDateTime, scan.From, next[i], next.Length - 1);
            if (!isRight && Differences.Count < 100)
            {
                Differences.Add($"{Describe(schedule)} at {instant:O}: {answer}, but the scan opens at {scan.From.AddMinutes(next[i]):O}");
            }
        }
    }

    private static bool IsDue(DateTime due, DateTime from, int next, int end) =>
        next < end ? due == from.AddMinutes(next) : due >= from.AddMinutes(end);

    private static bool DoAgree(TimeZoneInfo zone, DateTimeZone noda, Instant from, Instant until)
    {
        foreach (var interval in noda.GetZoneIntervals(from, until))
        {
            var start = interval.HasStart && interval.Start > from ? interval.Start : from;
            var end = interval.HasEnd && interval.End < until ? interval.End : until;
            for (var probe = start; probe < end; probe += Duration.FromHours(6))
            {
                if (!IsAt(probe))
                {
                    return false;
                }
            }

            if (!IsAt(end - Duration.FromTicks(1)))
            {
                return false;
            }

            bool IsAt(Instant instant) => zone.GetUtcOffset(instant.ToDateTimeUtc()) == interval.WallOffset.ToTimeSpan();
        }

        return true;
    }

    private static string Describe(DeliverySchedule schedule) =>
        $"{schedule.TimeZone} {string.Join(", ", schedule.Windows.Select(w => $"[{string.Join(' ', w.Days)}] {w.Start}-{w.End}"))}";
}

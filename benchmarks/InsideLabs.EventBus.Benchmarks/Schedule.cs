using BenchmarkDotNet.Attributes;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using NodaTime;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>
/// The step from an instant to "open" or "opens next at". The contenders get the windows as we do, as a table of the minutes of a week and
/// a sorted list of those at which a window opens; what they add is what each of them is for: from the instant to the clock and back.
/// </summary>
[MemoryDiagnoser]
public class Schedule
{
    private const int Asked = 1024;
    private const int MinutesOfDay = 1440;
    private const int MinutesOfWeek = 7 * MinutesOfDay;
    private const string Zone = "America/New_York";

    private readonly ScheduleEvaluator _evaluator = new(TimeZoneCatalog.Load);
    private readonly DateTimeOffset[] _instants = new DateTimeOffset[Asked];
    private readonly bool[] _open = new bool[MinutesOfWeek];
    private DeliverySchedule _schedule = null!;
    private int[] _opens = null!;
    private DateTimeZone _noda = null!;
    private TimeZoneInfo _platform = null!;

    [Params(1, DeliverySchedule.MaxWindows)]
    public int Windows { get; set; }

    [Params(Moments.Open, Moments.Closed, Moments.AllYear)]
    public Moments At { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_schedule, _noda, _platform) = (ScheduleOf(Windows), DateTimeZoneProviders.Tzdb[Zone], TimeZoneInfo.FindSystemTimeZoneById(Zone));
        foreach (var window in _schedule.Windows)
        {
            foreach (var day in window.Days)
            {
                Array.Fill(_open, value: true, ((int)day * MinutesOfDay) + (int)window.Start.TotalMinutes, (int)(window.End - window.Start).TotalMinutes);
            }
        }

        _opens = [.. Enumerable.Range(0, MinutesOfWeek).Where(m => _open[m] && !_open[(m + MinutesOfWeek - 1) % MinutesOfWeek])];
        Choose();
        var wanted = Evaluator();
        if (NodaTime() != wanted || PlatformZone() != wanted)
        {
            throw new InvalidOperationException($"The contenders do not answer the same: {wanted}, {NodaTime()}, {PlatformZone()}.");
        }
    }

    [Benchmark(OperationsPerInvoke = Asked)]
    public long Evaluator()
    {
        long sum = 0;
        foreach (var instant in _instants)
        {
            sum += _evaluator.Evaluate(_schedule, instant).DueAt.UtcTicks;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Asked, Baseline = true)]
    public long NodaTime()
    {
        long sum = 0;
        foreach (var instant in _instants)
        {
            var shown = Instant.FromDateTimeOffset(instant).InZone(_noda).LocalDateTime;
            var minute = ((int)shown.DayOfWeek % 7 * MinutesOfDay) + (shown.Hour * 60) + shown.Minute;
            sum += _open[minute]
                ? instant.UtcTicks
                : _noda.AtLeniently(shown.Date.AtMidnight().PlusMinutes(NextOpen(minute) - (minute / MinutesOfDay * MinutesOfDay))).ToDateTimeOffset().UtcTicks;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Asked)]
    public long PlatformZone()
    {
        long sum = 0;
        foreach (var instant in _instants)
        {
            var shown = TimeZoneInfo.ConvertTime(instant, _platform);
            var minute = ((int)shown.DayOfWeek * MinutesOfDay) + (shown.Hour * 60) + shown.Minute;
            if (_open[minute])
            {
                sum += instant.UtcTicks;
                continue;
            }

            var opens = shown.Date.AddMinutes(NextOpen(minute) - (minute / MinutesOfDay * MinutesOfDay));
            sum += opens.Ticks - _platform.GetUtcOffset(opens).Ticks;
        }

        return sum;
    }

    /// <summary>How many bytes the evaluator keeps for a schedule, its own description aside.</summary>
    internal static long BytesOf(int windows)
    {
        var evaluator = new ScheduleEvaluator(TimeZoneCatalog.Load);
        evaluator.Evaluate(ScheduleOf(windows), DateTimeOffset.UnixEpoch);
        var schedule = ScheduleOf(windows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        evaluator.Evaluate(schedule, DateTimeOffset.UnixEpoch);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>One window: nine to five on working days. More: three minutes of each fourteen, so that none of them merge.</summary>
    private static DeliverySchedule ScheduleOf(int windows)
    {
        var days = Enum.GetValues<DayOfWeek>();
        return new DeliverySchedule(Zone, windows == 1
            ? [new DeliveryWindow(days[1..6], TimeSpan.FromHours(9), TimeSpan.FromHours(17))]
            : Enumerable.Range(0, windows).Select(i => new DeliveryWindow(days, TimeSpan.FromMinutes(i * 14), TimeSpan.FromMinutes((i * 14) + 3))));
    }

    private void Choose()
    {
        var random = new Random(5);
        var wednesday = new DateTimeOffset(2025, 6, 4, 4, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Asked;)
        {
            var instant = At == Moments.AllYear
                ? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(365 * 86_400))
                : wednesday.AddSeconds(random.Next(86_400));
            var shown = TimeZoneInfo.ConvertTime(instant, _platform);
            var isOpen = _open[((int)shown.DayOfWeek * MinutesOfDay) + (shown.Hour * 60) + shown.Minute];

            // In the nights in which clocks are set the contenders, as they stand here, would be wrong.
            if (At == Moments.AllYear ? !IsNear(instant, 3, 9) && !IsNear(instant, 11, 2) : isOpen == (At == Moments.Open))
            {
                _instants[i++] = instant;
            }
        }

        static bool IsNear(DateTimeOffset instant, int month, int day) =>
            Math.Abs((instant - new DateTimeOffset(2025, month, day, 7, 0, 0, TimeSpan.Zero)).TotalHours) < 12;
    }

    /// <summary>The next minute of this week, or of the one after it, at which a window opens.</summary>
    private int NextOpen(int minute)
    {
        var index = ~Array.BinarySearch(_opens, minute);
        return index < _opens.Length ? _opens[index] : MinutesOfWeek + _opens[0];
    }

    /// <summary>Which instants are asked about, in random order.</summary>
    public enum Moments
    {
        /// <summary>Those of one day at which a window is open.</summary>
        Open,

        /// <summary>Those of one day at which none is.</summary>
        Closed,

        /// <summary>Any of one year.</summary>
        AllYear,
    }
}

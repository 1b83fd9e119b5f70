using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

public sealed class ScheduleAllocationTests
{
    private static readonly DateTimeOffset Start = At("2025-01-01T00:00:00Z");

    private readonly ScheduleEvaluator _evaluator = NewEvaluator();

    [Theory]
    [InlineData("Europe/Berlin", "00:00-23:59", nameof(ScheduleState.Open))]
    [InlineData("Europe/Berlin", "23:59-24:00", nameof(ScheduleState.Closed))]
    [InlineData("Europe/Berlin", "09:00-09:00", nameof(ScheduleState.Never))]
    [InlineData("No/Such", "09:00-17:00", nameof(ScheduleState.ZoneUnresolved))]
    public void An_evaluation_allocates_nothing_whatever_the_answer(string zone, string times, string answer)
    {
        var state = Enum.Parse<ScheduleState>(answer);
        var schedule = Schedule(zone, Window(EveryDay, times));

        Allocated(() => Count(schedule, state, TimeSpan.FromSeconds(0.05))).Should().Be(0);
    }

    [Fact]
    public void Evaluations_all_over_a_year_allocate_nothing()
    {
        var schedule = Schedule("Europe/Berlin", Window(WorkingDays, "09:00-17:00"));

        Allocated(() => Count(schedule, ScheduleState.Closed, TimeSpan.FromHours(8.5))).Should().Be(0);
    }

    [Fact]
    public void The_largest_schedule_takes_less_than_four_kilobytes()
    {
        // A window a quarter of an hour, for three minutes, each day: nothing merges, and no schedule has more openings.
        var windows = Enumerable.Range(0, DeliverySchedule.MaxWindows)
            .Select(i => new DeliveryWindow(EveryDay, TimeSpan.FromMinutes(i * 14), TimeSpan.FromMinutes((i * 14) + 3))).ToArray();
        _evaluator.Evaluate(Schedule("Europe/Berlin", windows[0]), Start).State.Should().Be(ScheduleState.Closed);
        DeliverySchedule[] schedules = [.. Enumerable.Range(0, 10).Select(_ => Schedule("Europe/Berlin", windows))];

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var schedule in schedules)
        {
            _evaluator.Evaluate(schedule, Start);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / schedules.Length).Should().BeInRange(2 * 1400, 4096);
        _evaluator.Openings(schedules[0], Start).TakeWhile(o => o.Opens < Start.AddDays(7)).Should().HaveCount(700);
    }

    private int Count(DeliverySchedule schedule, ScheduleState state, TimeSpan step)
    {
        var count = 0;
        for (var i = 0; i < 1000; i++)
        {
            count += _evaluator.Evaluate(schedule, Start + (step * i)).State == state ? 1 : 0;
        }

        return count;
    }

    private static long Allocated(Func<int> work)
    {
        for (var i = 0; i < 3; i++)
        {
            work().Should().BePositive();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

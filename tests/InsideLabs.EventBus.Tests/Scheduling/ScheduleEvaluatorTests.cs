using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

public sealed class ScheduleEvaluatorTests
{
    private static readonly DateTimeOffset Night = At("2025-06-02T03:00:00Z");

    private readonly ScheduleEvaluator _evaluator = NewEvaluator();

    [Fact]
    public void No_schedule_is_always_open()
    {
        var evening = new DateTimeOffset(2025, 6, 1, 22, 0, 0, TimeSpan.FromHours(-5));

        _evaluator.Evaluate(schedule: null, evening).Should().Be(new ScheduleAnswer(ScheduleState.Open, Night));
        _evaluator.Evaluate(Schedule("Europe/Berlin"), evening).DueAt.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void The_offset_of_the_instant_that_is_asked_about_does_not_matter()
    {
        var schedule = Schedule("UTC", Window(DayOfWeek.Monday, "09:00-17:00"));

        _evaluator.Evaluate(schedule, new DateTimeOffset(2025, 6, 1, 22, 0, 0, TimeSpan.FromHours(-5)))
            .Should().Be(new ScheduleAnswer(ScheduleState.Closed, At("2025-06-02T09:00:00Z")));
    }

    [Fact]
    public void Friday_evening_waits_for_Monday_morning_by_clocks_that_were_set_in_between()
    {
        var schedule = Schedule("America/New_York", Window(WorkingDays, "09:00-17:00"));

        _evaluator.Evaluate(schedule, At("2025-03-07T23:30:00Z")).DueAt.Should().Be(At("2025-03-10T13:00:00Z"));
        _evaluator.Evaluate(schedule, At("2025-10-31T22:30:00Z")).DueAt.Should().Be(At("2025-11-03T14:00:00Z"));
    }

    [Fact]
    public void A_stored_window_without_a_minute_never_opens()
    {
        var schedule = Schedule("Europe/Berlin", Window(EveryDay, "09:00-09:00"));

        _evaluator.Evaluate(schedule, Night).Should().Be(new ScheduleAnswer(ScheduleState.Never, DateTimeOffset.MaxValue));
        _evaluator.Evaluate(schedule, Night).IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Windows_over_the_whole_week_are_always_open() =>
        _evaluator.Evaluate(Schedule("Europe/Berlin", Window(EveryDay, "00:00-24:00")), Night)
            .Should().Be(new ScheduleAnswer(ScheduleState.Open, Night));

    [Fact]
    public void Whatever_is_wrong_with_a_zone_deliveries_are_made()
    {
        Exception[] failures =
            [new TimeZoneNotFoundException(), new InvalidTimeZoneException(), new System.Security.SecurityException(), new IOException(), new UnauthorizedAccessException()];
        foreach (var failure in failures)
        {
            var answer = new ScheduleEvaluator(_ => throw failure).Evaluate(Schedule("Europe/Berlin", Window(EveryDay, "09:00-10:00")), Night);

            answer.Should().Be(new ScheduleAnswer(ScheduleState.ZoneUnresolved, Night));
            answer.IsOpen.Should().BeTrue();
        }
    }

    [Fact]
    public void A_zone_that_was_missing_is_looked_for_again_after_a_minute_and_not_before()
    {
        var (loads, zone) = (0, (TimeZoneInfo?)null);
        var evaluator = new ScheduleEvaluator(_ =>
        {
            loads++;
            return zone;
        });
        var schedule = Schedule("Europe/Berlin", Window(EveryDay, "09:00-10:00"));

        evaluator.Evaluate(schedule, Night).State.Should().Be(ScheduleState.ZoneUnresolved);
        evaluator.Evaluate(schedule, Night.AddSeconds(59)).State.Should().Be(ScheduleState.ZoneUnresolved);
        loads.Should().Be(1);

        zone = TimeZoneCatalog.Load("Europe/Berlin");
        evaluator.Evaluate(schedule, Night.AddSeconds(60)).State.Should().Be(ScheduleState.Closed);
        evaluator.Evaluate(schedule, Night.AddDays(1)).State.Should().Be(ScheduleState.Closed);
        loads.Should().Be(2);
    }

    [Fact]
    public void A_zone_is_loaded_once_for_all_its_schedules()
    {
        var loads = 0;
        var evaluator = new ScheduleEvaluator(id =>
        {
            loads++;
            return TimeZoneCatalog.Load(id);
        });

        foreach (var hour in Enumerable.Range(10, 10))
        {
            evaluator.Evaluate(Schedule("Europe/Berlin", Window(EveryDay, $"09:00-{hour}:00")), Night).State.Should().Be(ScheduleState.Closed);
        }

        loads.Should().Be(1);
    }

    [Fact]
    public void Two_evaluators_do_not_take_the_others_zone()
    {
        var schedule = Schedule("Europe/Berlin", Window(DayOfWeek.Monday, "09:00-10:00"));
        var other = new ScheduleEvaluator(_ => TimeZoneCatalog.Load("Asia/Tokyo"));

        for (var i = 0; i < 2; i++)
        {
            _evaluator.Evaluate(schedule, Night).DueAt.Should().Be(At("2025-06-02T07:00:00Z"));
            other.Evaluate(schedule, Night).DueAt.Should().Be(At("2025-06-09T00:00:00Z"));
        }
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Niue")]
    [InlineData("UTC")]
    public void The_first_and_the_last_instant_of_the_calendar_have_an_answer(string zone)
    {
        var schedule = Schedule(zone, Window(DayOfWeek.Wednesday, "12:00-13:00"));

        _evaluator.Evaluate(schedule, DateTimeOffset.MinValue).State.Should().Be(ScheduleState.Closed);
        _evaluator.Evaluate(schedule, DateTimeOffset.MaxValue).Should().Be(new ScheduleAnswer(ScheduleState.Never, DateTimeOffset.MaxValue));
        _evaluator.Evaluate(Schedule(zone, Window(EveryDay, "00:00-24:00")), DateTimeOffset.MaxValue).State.Should().Be(ScheduleState.Open);
        _evaluator.Evaluate(Schedule(zone, Window(DayOfWeek.Friday, "00:00-24:00")), At("9999-12-31T20:00:00Z"))
            .IsOpen.Should().Be(zone != "Pacific/Kiritimati");
    }

    [Theory]
    [InlineData("2025-03-30T00:29:59Z", nameof(ScheduleState.Closed), "2025-03-30T00:30:00Z")]
    [InlineData("2025-03-30T00:30:00Z", nameof(ScheduleState.Open), "2025-03-30T00:30:00Z")]
    [InlineData("2025-03-30T00:59:59Z", nameof(ScheduleState.Open), "2025-03-30T00:59:59Z")]
    [InlineData("2025-03-30T01:00:00Z", nameof(ScheduleState.Open), "2025-03-30T01:00:00Z")]
    [InlineData("2025-03-30T01:30:00Z", nameof(ScheduleState.Closed), "2025-04-05T23:30:00Z")]
    public void A_window_over_a_gap_stays_open_until_clocks_show_its_end(string instant, string state, string due) =>
        _evaluator.Evaluate(Schedule("Europe/Berlin", Window(DayOfWeek.Sunday, "01:30-03:30")), At(instant))
            .Should().Be(new ScheduleAnswer(Enum.Parse<ScheduleState>(state), At(due)));
}

using System.Globalization;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

public sealed class OpeningsTests
{
    private readonly ScheduleEvaluator _evaluator = NewEvaluator();

    [Fact]
    public void Openings_are_listed_one_after_the_other() =>
        Listed(Schedule("UTC", Window(WorkingDays, "09:00-17:00")), "2025-06-06T08:00:00Z", 2).Should().Equal(
            "2025-06-06 09:00 2025-06-06 17:00",
            "2025-06-09 09:00 2025-06-09 17:00");

    [Fact]
    public void The_first_begins_where_the_list_does_when_it_is_open_there() =>
        Listed(Schedule("UTC", Window(WorkingDays, "09:00-17:00")), "2025-06-06T12:34:56Z", 1).Should().Equal(
            "2025-06-06 12:34:56 2025-06-06 17:00");

    [Fact]
    public void Midnight_does_not_part_what_touches() =>
        Listed(Schedule("Europe/Madrid", Window(DayOfWeek.Saturday, "18:00-24:00"), Window(DayOfWeek.Sunday, "00:00-06:00")), "2025-06-05T00:00:00Z", 2)
            .Should().Equal("2025-06-07 16:00 2025-06-08 04:00", "2025-06-14 16:00 2025-06-15 04:00");

    [Fact]
    public void Windows_that_overlap_are_one_opening() =>
        Listed(Schedule("UTC", Window(DayOfWeek.Monday, "09:00-12:00"), Window(DayOfWeek.Monday, "11:00-14:00")), "2025-06-02T00:00:00Z", 1)
            .Should().Equal("2025-06-02 09:00 2025-06-02 14:00");

    [Fact]
    public void Clocks_that_are_set_back_open_a_window_twice() =>
        Listed(Schedule("Europe/Berlin", Window(DayOfWeek.Sunday, "02:30-03:00")), "2025-10-25T00:00:00Z", 3).Should().Equal(
            "2025-10-26 00:30 2025-10-26 01:00",
            "2025-10-26 01:30 2025-10-26 02:00",
            "2025-11-02 01:30 2025-11-02 02:00");

    [Fact]
    public void Both_passes_are_one_opening_when_they_touch() =>
        Listed(Schedule("Europe/Berlin", Window(DayOfWeek.Sunday, "02:00-03:00")), "2025-10-25T00:00:00Z", 1).Should().Equal(
            "2025-10-26 00:00 2025-10-26 02:00");

    [Fact]
    public void Clocks_that_are_set_forward_leave_a_window_out() =>
        Listed(Schedule("Europe/Berlin", Window(DayOfWeek.Sunday, "02:00-03:00")), "2025-03-23T00:00:00Z", 2).Should().Equal(
            "2025-03-23 01:00 2025-03-23 02:00",
            "2025-04-06 00:00 2025-04-06 01:00");

    [Fact]
    public void What_touches_over_a_gap_is_one_opening() =>
        Listed(Schedule("Europe/Berlin", Window(DayOfWeek.Sunday, "01:00-02:00"), Window(DayOfWeek.Sunday, "03:00-04:00")), "2025-03-30T00:00:00Z", 2)
            .Should().Equal("2025-03-30 00:00 2025-03-30 02:00", "2025-04-05 23:00 2025-04-06 00:00");

    [Fact]
    public void A_day_that_clocks_skip_cuts_what_spills_into_it() =>
        Listed(Schedule("Pacific/Apia", Window(DayOfWeek.Thursday, "22:00-02:00")), "2011-12-29T00:00:00Z", 2).Should().Equal(
            "2011-12-30 08:00 2011-12-30 10:00",
            "2012-01-05 08:00 2012-01-05 12:00");

    [Fact]
    public void Always_is_one_opening_without_an_end()
    {
        var from = At("2025-06-02T03:00:00Z");
        foreach (var schedule in new[] { null, Schedule("UTC"), Schedule("No/Such", Window(EveryDay, "09:00-10:00")), Schedule("Europe/Berlin", Window(EveryDay, "00:00-24:00")) })
        {
            _evaluator.Openings(schedule, from).Should().Equal(new DeliveryOpening(from, Closes: null));
        }
    }

    [Fact]
    public void Never_is_no_opening() =>
        _evaluator.Openings(Schedule("UTC", Window(EveryDay, "09:00-09:00")), At("2025-06-02T03:00:00Z")).Should().BeEmpty();

    [Fact]
    public void The_end_of_the_calendar_ends_the_list() =>
        Listed(Schedule("UTC", Window(DayOfWeek.Thursday, "12:00-13:00"), Window(DayOfWeek.Friday, "23:00-24:00")), "9999-12-30T00:00:00Z", 9)
            .Should().Equal("9999-12-30 12:00 9999-12-30 13:00", "9999-12-31 23:00 -");

    [Fact]
    public void Opens_are_what_an_evaluation_says()
    {
        var schedule = Schedule("America/Havana", Window(EveryDay, "00:15-00:45"), Window(DayOfWeek.Sunday, "23:30-01:00"));
        var instant = At("2025-10-30T00:00:00Z");
        foreach (var opening in _evaluator.Openings(schedule, instant).Take(30))
        {
            _evaluator.Evaluate(schedule, instant).DueAt.Should().Be(opening.Opens);
            _evaluator.Evaluate(schedule, opening.Closes!.Value.AddTicks(-1)).State.Should().Be(ScheduleState.Open);
            instant = opening.Closes.Value;
            _evaluator.Evaluate(schedule, instant).State.Should().Be(ScheduleState.Closed);
        }

        instant.Should().BeAfter(At("2025-11-20T00:00:00Z"));
    }

    private IEnumerable<string> Listed(DeliverySchedule schedule, string from, int count) =>
        _evaluator.Openings(schedule, At(from)).Take(count).Select(o => $"{Text(o.Opens)} {(o.Closes is { } closes ? Text(closes) : "-")}");

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(instant.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Scheduling;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

public sealed class OffsetTimelineTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2025-03-30T01:00:00Z", 60, 120)]
    [InlineData("Europe/Berlin", "2025-10-26T01:00:00Z", 120, 60)]
    [InlineData("Australia/Lord_Howe", "2025-10-04T15:30:00Z", 630, 660)]
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z", -600, 840)]
    [InlineData("America/New_York", "2199-03-10T07:00:00Z", -300, -240)]
    public void A_change_is_found_to_the_tick(string zone, string instant, int before, int after)
    {
        var timeline = new OffsetTimeline(TimeZoneCatalog.Load(zone)!);
        var change = At(instant).UtcTicks;

        timeline.At(change - 1).Offset.Should().Be(TimeSpan.FromMinutes(before).Ticks);
        timeline.At(change - 1).Until.Should().Be(change);
        timeline.At(change).Offset.Should().Be(TimeSpan.FromMinutes(after).Ticks);
        timeline.At(change).From.Should().Be(change);
    }

    [Fact]
    public void A_change_within_a_minute_is_found_to_the_tick()
    {
        // Liberia gave up its local mean time on the seventh of January 1972, 44 minutes and 30 seconds after midnight in Greenwich.
        var zone = TimeZoneCatalog.Load("Africa/Monrovia")!;
        var period = new OffsetTimeline(zone).At(At("1972-01-08T00:00:00Z").UtcTicks);

        period.From.Should().Be(At("1972-01-07T00:44:30Z").UtcTicks);
        period.Offset.Should().Be(0);
    }

    [Fact]
    public void Changes_that_lie_close_together_are_both_found()
    {
        var start = new DateTime(2025, 6, 1);
        var noon = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 12, 0, 0), 6, 10);
        var later = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 13, 20, 0), 6, 10);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(start.AddYears(-1).Date, start.AddYears(1).Date, TimeSpan.FromHours(1), noon, later);
        var zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.Zero, "x", "x", "x", [rule]);
        var timeline = new OffsetTimeline(zone);

        var period = timeline.At(At("2025-06-10T12:10:00Z").UtcTicks);

        period.Offset.Should().Be(TimeSpan.TicksPerHour);
        period.From.Should().Be(At("2025-06-10T12:00:00Z").UtcTicks);
        period.Until.Should().Be(At("2025-06-10T12:20:00Z").UtcTicks);
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Africa/Casablanca")]
    public void Periods_follow_each_other_without_a_hole(string zone)
    {
        var timeline = new OffsetTimeline(TimeZoneCatalog.Load(zone)!);
        var until = At("2020-01-01T00:00:00Z").UtcTicks;

        var count = 0;
        for (var instant = At("2010-01-01T00:00:00Z").UtcTicks; instant < until; count++)
        {
            var period = timeline.At(instant);
            (period.From <= instant && period.Until > instant).Should().BeTrue();
            instant = period.Until;
        }

        count.Should().BeGreaterThan(80);
    }

    [Fact]
    public void The_first_and_the_last_instant_have_a_period()
    {
        foreach (var zone in new[] { "UTC", "Pacific/Kiritimati", "Pacific/Niue", "America/New_York" })
        {
            var timeline = new OffsetTimeline(TimeZoneCatalog.Load(zone)!);

            timeline.At(0).From.Should().Be(0);
            timeline.At(DateTime.MaxValue.Ticks).Until.Should().Be(OffsetTimeline.End);
        }

        OffsetTimeline.End.Should().Be(DateTime.MaxValue.Ticks + 1);
    }

    [Fact]
    public void Threads_that_ask_for_other_times_at_once_all_get_the_platforms_offset()
    {
        var zone = TimeZoneCatalog.Load("Europe/London")!;
        var timeline = new OffsetTimeline(zone);
        var (from, until) = (At("2020-01-01T00:00:00Z").UtcTicks, At("2032-01-01T00:00:00Z").UtcTicks);

        // More years than are kept, so that pieces are thrown out and found again in between.
        var wrong = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Sum(seed =>
        {
            var random = new Random(seed);
            return Enumerable.Range(0, 200).Count(_ =>
            {
                var instant = random.NextInt64(from, until);
                return timeline.At(instant).Offset != zone.GetUtcOffset(new DateTime(instant, DateTimeKind.Utc)).Ticks;
            });
        });

        wrong.Should().Be(0);
    }
}

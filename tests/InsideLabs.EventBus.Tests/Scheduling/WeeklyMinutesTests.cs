using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

public sealed class WeeklyMinutesTests
{
    // A Sunday, 00:00.
    private static readonly long Sunday = new DateTime(2025, 6, 1).Ticks;

    [Fact]
    public void Without_an_open_minute_it_is_empty()
    {
        var minutes = WeeklyMinutes.Of([Window(EveryDay, "09:00-09:00"), Window([], "09:00-17:00")]);

        minutes.IsEmpty.Should().BeTrue();
        minutes.IsFull.Should().BeFalse();
    }

    [Theory]
    [InlineData("00:00-24:00")]
    [InlineData("12:00-11:59", "11:00-12:01")]
    [InlineData("06:00-00:00", "00:00-06:00")]
    public void Windows_that_leave_no_minute_out_are_full(params string[] times)
    {
        var minutes = WeeklyMinutes.Of([.. times.Select(t => Window(EveryDay, t))]);

        minutes.IsFull.Should().BeTrue();
        minutes.IsEmpty.Should().BeFalse();
    }

    [Theory]
    [InlineData("08:59", false, 1)]
    [InlineData("09:00", true, 8 * 60)]
    [InlineData("16:59", true, 1)]
    [InlineData("17:00", false, (6 * 1440) + (16 * 60))]
    public void A_window_is_open_from_its_start_until_before_its_end(string time, bool isOpen, int minutesToChange)
    {
        var minutes = WeeklyMinutes.Of([Window(DayOfWeek.Sunday, "09:00-17:00")]);

        minutes.IsOpen(Sunday + Time(time).Ticks, out var change).Should().Be(isOpen);
        change.Should().Be(Sunday + Time(time).Ticks + TimeSpan.FromMinutes(minutesToChange).Ticks);
    }

    [Fact]
    public void Seconds_count_as_part_of_their_minute()
    {
        var minutes = WeeklyMinutes.Of([Window(DayOfWeek.Sunday, "09:00-17:00")]);

        minutes.IsOpen(Sunday + Time("09:00").Ticks - 1, out var change).Should().BeFalse();
        change.Should().Be(Sunday + Time("09:00").Ticks);
        minutes.IsOpen(Sunday + Time("17:00").Ticks - 1, out change).Should().BeTrue();
        change.Should().Be(Sunday + Time("17:00").Ticks);
    }

    [Fact]
    public void What_is_open_over_the_end_of_the_week_is_one_opening()
    {
        var minutes = WeeklyMinutes.Of([Window(DayOfWeek.Saturday, "22:00-24:00"), Window(DayOfWeek.Sunday, "00:00-02:00")]);

        minutes.IsOpen(Sunday - TimeSpan.FromHours(1).Ticks, out var change).Should().BeTrue();
        change.Should().Be(Sunday + TimeSpan.FromHours(2).Ticks);
        minutes.IsOpen(Sunday, out change).Should().BeTrue();
        change.Should().Be(Sunday + TimeSpan.FromHours(2).Ticks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_minute_of_a_week_is_as_the_windows_say(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var schedule = RandomSchedules.Next(random, "UTC", changes: []);
            var minutes = WeeklyMinutes.Of(schedule.Windows);
            if (minutes.IsFull)
            {
                continue;
            }

            // A clock that nobody sets shows each minute of the week once, so the scan of UTC is a scan of the week.
            var next = new MinuteScan(TimeZoneInfo.Utc, new DateTime(Sunday, DateTimeKind.Utc), 2 * WeeklyMinutes.Count).NextOpen(MinuteScan.OpenMinutes(schedule));
            var wrong = Enumerable.Range(0, WeeklyMinutes.Count).Where(minute =>
            {
                var isOpen = minutes.IsOpen(Sunday + (minute * TimeSpan.TicksPerMinute), out var change);
                var changeMinute = (int)((change - Sunday) / TimeSpan.TicksPerMinute);
                var changesThere = isOpen
                    ? changeMinute > minute && next[changeMinute] > changeMinute && next[changeMinute - 1] == changeMinute - 1
                    : next[minute] == changeMinute;
                return isOpen != (next[minute] == minute) || (!minutes.IsEmpty && !changesThere);
            });
            wrong.Should().BeEmpty();
        }
    }
}

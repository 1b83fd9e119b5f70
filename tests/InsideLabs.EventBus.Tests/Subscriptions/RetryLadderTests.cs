using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Subscriptions;

public sealed class RetryLadderTests
{
    public static TheoryData<int, TimeSpan> DefaultDelays => new()
    {
        { 1, TimeSpan.FromSeconds(5) },
        { 2, TimeSpan.FromMinutes(5) },
        { 3, TimeSpan.FromMinutes(30) },
        { 4, TimeSpan.FromHours(2) },
        { 5, TimeSpan.FromHours(5) },
        { 6, TimeSpan.FromHours(10) },
        { 7, TimeSpan.FromHours(14) },
        { 8, TimeSpan.FromHours(20) },
        { 9, TimeSpan.FromHours(24) },
    };

    [Theory]
    [MemberData(nameof(DefaultDelays))]
    public void The_sample_spreads_every_delay_by_a_fifth_to_both_sides(int failures, TimeSpan delay)
    {
        RetryLadder.Default.DelayAfter(failures, sample: 0).Should().Be(delay * 0.8);
        RetryLadder.Default.DelayAfter(failures, sample: 0.5).Should().Be(delay);
        RetryLadder.Default.DelayAfter(failures, sample: 1).Should().Be(delay * 1.2);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void The_default_ladder_is_used_up_after_ten_failures(int failures) =>
        RetryLadder.Default.DelayAfter(failures, sample: 0.5).Should().BeNull();

    [Fact]
    public void An_empty_ladder_means_one_attempt() => new RetryLadder().DelayAfter(failures: 1, sample: 0.5).Should().BeNull();

    [Fact]
    public void A_delay_of_zero_stays_zero() => new RetryLadder(TimeSpan.Zero).DelayAfter(failures: 1, sample: 1).Should().Be(TimeSpan.Zero);

    [Fact]
    public void The_longest_delay_may_be_spread_beyond_the_longest_delay() =>
        new RetryLadder(RetryLadder.MaxDelay).DelayAfter(failures: 1, sample: 1).Should().Be(TimeSpan.FromDays(36));

    [Fact]
    public void A_delay_out_of_range_is_refused()
    {
        var negative = () => new RetryLadder(TimeSpan.FromTicks(-1));
        var tooLong = () => new RetryLadder(RetryLadder.MaxDelay + TimeSpan.FromTicks(1));

        negative.Should().Throw<ArgumentOutOfRangeException>();
        tooLong.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_hundred_delays_are_allowed_and_one_more_is_refused()
    {
        var tooMany = () => new RetryLadder(Enumerable.Repeat(TimeSpan.Zero, RetryLadder.MaxDelays + 1));

        tooMany.Should().Throw<ArgumentOutOfRangeException>();
        new RetryLadder(Enumerable.Repeat(TimeSpan.Zero, RetryLadder.MaxDelays)).Delays.Should().HaveCount(100);
    }

    [Fact]
    public void Ladders_are_equal_when_their_delays_are()
    {
        var ladder = new RetryLadder(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        ladder.Should().Be(new RetryLadder(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        ladder.GetHashCode().Should().Be(new RetryLadder(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)).GetHashCode());
        ladder.Should().NotBe(new RetryLadder(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
        ladder.Should().NotBe(new RetryLadder(TimeSpan.FromSeconds(1)));
        ladder.Equals(null).Should().BeFalse();
    }
}

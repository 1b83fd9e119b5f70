using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Time;

namespace InsideLabs.EventBus.Tests.Conformance.Time;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    [Fact]
    public void The_clock_stands_until_it_is_advanced()
    {
        _time.GetUtcNow().Should().Be(TestData.Start);
        var timestamp = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMilliseconds(1500));

        _time.GetUtcNow().Should().Be(TestData.Start.AddMilliseconds(1500));
        _time.GetElapsedTime(timestamp).Should().Be(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_each_at_its_instant()
    {
        Create("late", Seconds(3));
        Create("early", Seconds(1));
        Create("later", Seconds(5));

        _time.Advance(Seconds(4));

        _fired.Should().Equal(("early", Seconds(1)), ("late", Seconds(3)));
        _time.GetUtcNow().Should().Be(TestData.Start + Seconds(4));
    }

    [Fact]
    public void Timers_that_are_due_together_fire_in_the_order_they_were_set()
    {
        Create("first", Seconds(1));
        Create("second", Seconds(1));

        _time.Advance(Seconds(1));

        _fired.Should().Equal(("first", Seconds(1)), ("second", Seconds(1)));
    }

    [Fact]
    public void A_timer_without_a_period_fires_once()
    {
        Create("once", Seconds(1));

        _time.Advance(Seconds(10));
        _time.Advance(Seconds(10));

        _fired.Should().ContainSingle();
        _time.NextTimer.Should().BeNull();
    }

    [Fact]
    public void A_periodic_timer_fires_at_every_period_on_the_way()
    {
        Create("tick", Seconds(1), Seconds(2));
        Create("between", Seconds(4));

        _time.Advance(Seconds(5));

        _fired.Should().Equal(("tick", Seconds(1)), ("tick", Seconds(3)), ("between", Seconds(4)), ("tick", Seconds(5)));
        _time.NextTimer.Should().Be(TestData.Start + Seconds(7));
    }

    [Fact]
    public void A_timer_that_is_due_at_once_waits_for_the_clock_to_be_turned()
    {
        Create("now", TimeSpan.Zero);
        _fired.Should().BeEmpty();

        _time.Advance(TimeSpan.Zero);

        _fired.Should().Equal(("now", TimeSpan.Zero));
    }

    [Fact]
    public void A_timer_that_is_set_on_the_way_fires_on_the_way()
    {
        using var outer = _time.CreateTimer(_ => Create("inner", Seconds(2)), state: null, Seconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(Seconds(10));

        _fired.Should().Equal(("inner", Seconds(3)));
    }

    [Fact]
    public void A_timer_is_given_its_state()
    {
        object? seen = null;
        using var timer = _time.CreateTimer(state => seen = state, "state", Seconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(Seconds(1));

        seen.Should().Be("state");
    }

    [Fact]
    public void A_changed_timer_forgets_what_it_waited_for()
    {
        var timer = Create("changed", Seconds(1), Seconds(1));

        timer.Change(Seconds(5), Timeout.InfiniteTimeSpan).Should().BeTrue();
        _time.Advance(Seconds(20));

        _fired.Should().Equal(("changed", Seconds(5)));
    }

    [Fact]
    public void A_timer_can_be_stopped_and_started_again()
    {
        var timer = Create("stopped", Seconds(1), Seconds(1));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.NextTimer.Should().BeNull();
        _time.Advance(Seconds(5));
        _fired.Should().BeEmpty();

        timer.Change(Seconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(Seconds(5));

        _fired.Should().Equal(("stopped", Seconds(6)));
    }

    [Fact]
    public async Task A_disposed_timer_never_fires_again()
    {
        var once = Create("disposed", Seconds(1), Seconds(1));
        var other = Create("disposed asynchronously", Seconds(1));
        once.Dispose();
        await other.DisposeAsync();

        once.Change(Seconds(1), Seconds(1)).Should().BeFalse();
        _time.Advance(Seconds(5));

        _fired.Should().BeEmpty();
        _time.NextTimer.Should().BeNull();
    }

    [Fact]
    public void A_periodic_timer_may_dispose_itself()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                _fired.Add(("self", _time.GetUtcNow() - TestData.Start));
                timer!.Dispose();
            },
            state: null,
            Seconds(1),
            Seconds(1));

        _time.Advance(Seconds(5));

        _fired.Should().Equal(("self", Seconds(1)));
    }

    [Fact]
    public void A_jump_moves_the_clock_and_fires_nothing()
    {
        Create("jumped over", Seconds(1));

        _time.JumpTo(TestData.Start.AddHours(1));
        _fired.Should().BeEmpty();
        _time.Advance(TimeSpan.Zero);
        _fired.Should().Equal(("jumped over", TimeSpan.FromHours(1)));

        _time.JumpTo(TestData.Start.AddDays(-1));
        _time.GetUtcNow().Should().Be(TestData.Start.AddDays(-1));
    }

    [Fact]
    public void The_frameworks_own_timeouts_follow_it()
    {
        using var timeout = new CancellationTokenSource(Seconds(30), _time);

        _time.Advance(Seconds(29));
        timeout.IsCancellationRequested.Should().BeFalse();
        _time.Advance(Seconds(1));
        timeout.IsCancellationRequested.Should().BeTrue();
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private ITimer Create(string name, TimeSpan dueTime, TimeSpan? period = null) => _time.CreateTimer(
        _ => _fired.Add((name, _time.GetUtcNow() - TestData.Start)), state: null, dueTime, period ?? Timeout.InfiniteTimeSpan);
}

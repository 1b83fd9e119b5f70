namespace InsideLabs.EventBus.Testing.Tests;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    [Fact]
    public void The_clock_stands_until_it_is_advanced()
    {
        _clock.GetUtcNow().Should().Be(Start);
        var timestamp = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        _clock.GetUtcNow().Should().Be(Start.AddMilliseconds(1500));
        _clock.GetElapsedTime(timestamp).Should().Be(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void It_begins_where_it_is_told_and_shows_UTC()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)));

        clock.GetUtcNow().Should().BeExactly(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        clock.GetLocalNow().Should().BeExactly(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_each_at_its_instant()
    {
        Create("late", Seconds(3));
        Create("early", Seconds(1));
        Create("later", Seconds(5));

        _clock.Advance(Seconds(4));

        _fired.Should().Equal(("early", Seconds(1)), ("late", Seconds(3)));
        _clock.GetUtcNow().Should().Be(Start + Seconds(4));
    }

    [Fact]
    public void Timers_that_are_due_together_fire_in_the_order_they_were_set()
    {
        var first = Create("first", Seconds(1));
        Create("second", Seconds(1));
        first.Change(Seconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(1));

        _fired.Should().Equal(("second", Seconds(1)), ("first", Seconds(1)));
    }

    [Fact]
    public void A_thousand_timers_fire_in_order()
    {
        var random = new Random(5);
        var dues = Enumerable.Range(0, 1000).Select(_ => Seconds(random.Next(200))).ToList();
        foreach (var (index, due) in dues.Index())
        {
            Create($"{index:0000}", due);
        }

        _clock.Advance(Seconds(200));

        _fired.Should().Equal(dues.Index().Select(d => (Name: $"{d.Index:0000}", At: d.Item)).OrderBy(d => d.At).ThenBy(d => d.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void A_timer_without_a_period_fires_once()
    {
        Create("once", Seconds(1));
        Create("once too", Seconds(1), TimeSpan.Zero);

        _clock.Advance(Seconds(10));
        _clock.Advance(Seconds(10));

        _fired.Should().Equal(("once", Seconds(1)), ("once too", Seconds(1)));
        _clock.NextTimer.Should().BeNull();
    }

    [Fact]
    public void A_periodic_timer_fires_at_every_period_on_the_way()
    {
        Create("tick", Seconds(1), Seconds(2));
        Create("between", Seconds(4));

        _clock.Advance(Seconds(5));

        _fired.Should().Equal(("tick", Seconds(1)), ("tick", Seconds(3)), ("between", Seconds(4)), ("tick", Seconds(5)));
        _clock.NextTimer.Should().Be(Start + Seconds(7));
    }

    [Fact]
    public void A_timer_that_is_due_at_once_waits_for_the_clock_to_be_turned()
    {
        Create("now", TimeSpan.Zero);
        _fired.Should().BeEmpty();

        _clock.Advance(TimeSpan.Zero);

        _fired.Should().Equal(("now", TimeSpan.Zero));
    }

    [Fact]
    public void A_timer_that_is_never_due_does_not_fire()
    {
        var timer = Create("never", Timeout.InfiniteTimeSpan, Seconds(1));
        _clock.NextTimer.Should().BeNull();
        _clock.Advance(Seconds(10));
        _fired.Should().BeEmpty();

        timer.Change(Seconds(1), Timeout.InfiniteTimeSpan).Should().BeTrue();
        _clock.Advance(Seconds(10));

        _fired.Should().Equal(("never", Seconds(11)));
    }

    [Fact]
    public void A_timer_that_is_set_on_the_way_fires_on_the_way()
    {
        using var outer = _clock.CreateTimer(_ => Create("inner", Seconds(2)), state: null, Seconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(10));

        _fired.Should().Equal(("inner", Seconds(3)));
    }

    [Fact]
    public void A_callback_may_set_its_own_timer_again_and_another_s_too()
    {
        var other = Create("other", Seconds(5));
        ITimer? own = null;
        own = _clock.CreateTimer(
            _ =>
            {
                Note("own");
                own!.Change(Seconds(3), Timeout.InfiniteTimeSpan);
                other.Change(Seconds(1), Timeout.InfiniteTimeSpan);
            },
            state: null,
            Seconds(1),
            Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(6));

        _fired.Should().Equal(("own", Seconds(1)), ("other", Seconds(2)), ("own", Seconds(4)), ("other", Seconds(5)));
    }

    [Fact]
    public void A_callback_may_dispose_of_a_timer_that_is_due_with_it()
    {
        ITimer? victim = null;
        using var killer = _clock.CreateTimer(_ => victim!.Dispose(), state: null, Seconds(1), Timeout.InfiniteTimeSpan);
        victim = Create("victim", Seconds(1));

        _clock.Advance(Seconds(2));

        _fired.Should().BeEmpty();
    }

    [Fact]
    public void A_callback_may_turn_the_clock_further_which_never_goes_back()
    {
        using var turner = _clock.CreateTimer(_ => _clock.Advance(Seconds(10)), state: null, Seconds(1), Timeout.InfiniteTimeSpan);
        Create("on the inner way", Seconds(5));

        _clock.Advance(Seconds(2));

        _fired.Should().Equal(("on the inner way", Seconds(5)));
        _clock.GetUtcNow().Should().Be(Start + Seconds(11));
    }

    [Fact]
    public void A_periodic_timer_may_dispose_of_itself()
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                Note("self");
                timer!.Dispose();
            },
            state: null,
            Seconds(1),
            Seconds(1));

        _clock.Advance(Seconds(5));

        _fired.Should().Equal(("self", Seconds(1)));
    }

    [Fact]
    public void A_callback_that_throws_is_seen_by_who_turned_the_clock_and_the_clock_goes_on()
    {
        using var failing = _clock.CreateTimer(_ => throw new InvalidOperationException("on purpose"), state: null, Seconds(1), Timeout.InfiniteTimeSpan);
        Create("next", Seconds(2));

        var turn = () => _clock.Advance(Seconds(5));

        turn.Should().Throw<InvalidOperationException>().WithMessage("on purpose");
        _clock.GetUtcNow().Should().Be(Start + Seconds(1));
        _clock.Advance(Seconds(4));
        _fired.Should().Equal(("next", Seconds(2)));
    }

    [Fact]
    public void A_callback_is_given_its_state_and_the_context_its_timer_was_made_in()
    {
        var context = new AsyncLocal<string> { Value = "made" };
        (object? State, string? Context) seen = default;
        using var timer = _clock.CreateTimer(state => seen = (state, context.Value), "state", Seconds(1), Timeout.InfiniteTimeSpan);
        context.Value = "turned";

        _clock.Advance(Seconds(1));

        seen.Should().Be(("state", "made"));
    }

    [Fact]
    public void A_changed_timer_forgets_what_it_waited_for()
    {
        var timer = Create("changed", Seconds(1), Seconds(1));

        timer.Change(Seconds(5), Timeout.InfiniteTimeSpan).Should().BeTrue();
        _clock.Advance(Seconds(20));

        _fired.Should().Equal(("changed", Seconds(5)));
    }

    [Fact]
    public async Task A_disposed_timer_never_fires_again()
    {
        var once = Create("disposed", Seconds(1), Seconds(1));
        var other = Create("disposed asynchronously", Seconds(1));
        once.Dispose();
        await other.DisposeAsync();

        once.Change(Seconds(1), Seconds(1)).Should().BeFalse();
        _clock.Advance(Seconds(5));

        _fired.Should().BeEmpty();
        _clock.NextTimer.Should().BeNull();
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(uint.MaxValue)]
    public void A_timer_waits_no_longer_than_one_of_the_system(double milliseconds)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        var timer = Create("in range", TimeSpan.FromMilliseconds(uint.MaxValue - 1), Timeout.InfiniteTimeSpan);

        timer.Invoking(t => t.Change(wait, Timeout.InfiniteTimeSpan)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("dueTime");
        timer.Invoking(t => t.Change(Seconds(1), wait)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("period");
        TimeProvider.System.Invoking(s => s.CreateTimer(_ => { }, state: null, wait, Timeout.InfiniteTimeSpan)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Time_runs_forward_and_to_the_end_of_the_calendar_only()
    {
        _clock.Invoking(c => c.Advance(-Seconds(1))).Should().Throw<ArgumentOutOfRangeException>();
        _clock.Invoking(c => c.Advance(TimeSpan.MaxValue)).Should().Throw<ArgumentOutOfRangeException>();

        _clock.GetUtcNow().Should().Be(Start);
    }

    [Fact]
    public void A_jump_moves_what_the_clock_shows_and_nothing_else()
    {
        Create("in a minute", Seconds(60));
        var begun = _clock.GetTimestamp();

        _clock.JumpTo(Start.AddYears(20));

        _clock.GetUtcNow().Should().Be(Start.AddYears(20));
        _clock.GetElapsedTime(begun).Should().Be(TimeSpan.Zero);
        _clock.NextTimer.Should().Be(Start.AddYears(20) + Seconds(60));
        _clock.Advance(Seconds(59));
        _fired.Should().BeEmpty();
        _clock.Advance(Seconds(1));
        _fired.Should().Equal(("in a minute", Start.AddYears(20) + Seconds(60) - Start));
        _clock.GetElapsedTime(begun).Should().Be(Seconds(60));
    }

    [Fact]
    public void A_jump_back_delays_no_timer()
    {
        Create("in a minute", Seconds(60));
        _clock.Advance(Seconds(30));

        _clock.JumpTo(Start.AddDays(-1));
        _clock.Advance(Seconds(30));

        _fired.Should().Equal(("in a minute", Seconds(30) - TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task It_tells_when_a_timer_is_set_by_an_instant_as_it_shows_it()
    {
        Create("too late", Seconds(60));
        _clock.JumpTo(Start.AddDays(1));
        var isSet = _clock.WhenTimerIsSetAsync(Start.AddDays(1) + Seconds(10));
        Create("too late too", Seconds(11));
        isSet.IsCompleted.Should().BeFalse();

        Create("in time", Seconds(10));

        await isSet.WaitAsync(Seconds(30));
        _clock.WhenTimerIsSetAsync(Start.AddDays(1) + Seconds(10)).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task It_stops_at_every_instant_until_there_is_no_work_in_hand()
    {
        var steps = new List<string>();
        Create("a", Seconds(1));
        Create("b", Seconds(1));
        Create("c", Seconds(3));

        await _clock.AdvanceAsync(Seconds(5), () =>
        {
            steps.Add($"{string.Concat(_fired.Select(f => f.Name))} {(_clock.GetUtcNow() - Start).TotalSeconds}");
            return Task.CompletedTask;
        });

        steps.Should().Equal(" 0", "ab 1", "abc 3", "abc 5");
    }

    [Fact]
    public async Task Work_between_two_steps_may_set_timers_that_belong_to_the_way()
    {
        var left = 3;

        await _clock.AdvanceAsync(Seconds(5), () =>
        {
            if (left-- > 0)
            {
                Create($"{left}", Seconds(1));
            }

            return Task.CompletedTask;
        });

        _fired.Should().Equal(("2", Seconds(1)), ("1", Seconds(2)), ("0", Seconds(3)));
        _clock.GetUtcNow().Should().Be(Start + Seconds(5));
    }

    [Fact]
    public void The_framework_s_own_timeouts_follow_it()
    {
        using var timeout = new CancellationTokenSource(Seconds(30), _clock);

        _clock.Advance(Seconds(29));
        timeout.IsCancellationRequested.Should().BeFalse();
        _clock.Advance(Seconds(1));
        timeout.IsCancellationRequested.Should().BeTrue();
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private ITimer Create(string name, TimeSpan dueTime, TimeSpan? period = null) =>
        _clock.CreateTimer(_ => Note(name), state: null, dueTime, period ?? Timeout.InfiniteTimeSpan);

    private void Note(string name) => _fired.Add((name, _clock.GetUtcNow() - Start));
}

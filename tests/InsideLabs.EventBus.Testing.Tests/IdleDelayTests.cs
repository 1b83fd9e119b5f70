using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class IdleDelayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualClock _clock = new();
    private readonly IdleSignal _idle = new();

    public IdleDelayTests() => _idle.Enter();

    [Fact]
    public async Task Work_that_waits_for_time_is_not_in_hand_until_the_timer_has_fired()
    {
        var delay = _idle.DelayAsync(TimeSpan.FromSeconds(5), _clock).AsTask();
        _idle.IsIdle.Should().BeTrue();
        _idle.InHand.Should().Be(0);

        _clock.Advance(TimeSpan.FromSeconds(4));
        _idle.IsIdle.Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));

        _idle.InHand.Should().Be(1);
        await delay.WaitAsync(Patience);
        _idle.InHand.Should().Be(1);
        _clock.NextTimer.Should().BeNull();
    }

    [Fact]
    public async Task Work_whose_wait_is_cancelled_is_in_hand_before_the_cancellation_returns()
    {
        using var cancel = new CancellationTokenSource();
        var delay = _idle.DelayAsync(Timeout.InfiniteTimeSpan, _clock, cancel.Token).AsTask();
        _idle.IsIdle.Should().BeTrue();

        cancel.Cancel();

        _idle.InHand.Should().Be(1);
        var wait = () => delay.WaitAsync(Patience);
        (await wait.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        _idle.InHand.Should().Be(1);
    }

    [Fact]
    public async Task A_timeout_of_the_same_clock_ends_it_as_a_cancellation()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(3), _clock);
        var delay = _idle.DelayAsync(TimeSpan.FromSeconds(5), _clock, timeout.Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(10));

        _idle.InHand.Should().Be(1);
        var wait = () => delay.WaitAsync(Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        _idle.InHand.Should().Be(1);
    }

    [Fact]
    public async Task No_delay_and_a_cancelled_one_do_not_wait()
    {
        var cancelled = async () => await _idle.DelayAsync(TimeSpan.FromSeconds(1), _clock, new CancellationToken(canceled: true));

        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        _idle.DelayAsync(TimeSpan.Zero, _clock).AsTask().IsCompletedSuccessfully.Should().BeTrue();

        _idle.InHand.Should().Be(1);
        _clock.NextTimer.Should().BeNull();
    }

    [Fact]
    public async Task A_delay_that_no_timer_can_wait_is_refused_and_the_work_stays_in_hand()
    {
        var delay = async () => await _idle.DelayAsync(TimeSpan.FromSeconds(-5), _clock);

        await delay.Should().ThrowAsync<ArgumentOutOfRangeException>();

        _idle.InHand.Should().Be(1);
    }

    [Fact]
    public async Task Quiet_comes_when_all_work_waits_for_time()
    {
        _idle.Enter();
        var first = _idle.DelayAsync(TimeSpan.FromSeconds(1), _clock).AsTask();
        var quiet = _idle.WaitAsync();
        quiet.IsCompleted.Should().BeFalse();

        var second = _idle.DelayAsync(TimeSpan.FromSeconds(1), _clock).AsTask();

        await quiet.WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _idle.InHand.Should().Be(2);
        await Task.WhenAll(first, second).WaitAsync(Patience);
    }
}

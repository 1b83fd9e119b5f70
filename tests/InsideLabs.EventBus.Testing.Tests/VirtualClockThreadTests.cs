using System.Collections.Concurrent;

namespace InsideLabs.EventBus.Testing.Tests;

/// <summary>The clock under several threads at once.</summary>
public sealed class VirtualClockThreadTests
{
    private const int Threads = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Timers_may_be_changed_and_disposed_of_while_the_clock_is_turned()
    {
        var early = new ConcurrentQueue<string>();
        var changers = Enumerable.Range(0, Threads).Select(seed => Task.Run(() => ChangeManyAsync(seed, early))).ToList();
        var changed = Task.WhenAll(changers);
        while (!changed.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await changed;
        early.Should().BeEmpty();
        _clock.NextTimer.Should().BeNull();
    }

    [Fact]
    public async Task Who_turns_it_beside_others_never_sees_it_go_back_and_misses_no_timer()
    {
        const int Turns = 2000;
        var fired = 0;
        using var tick = _clock.CreateTimer(_ => Interlocked.Increment(ref fired), state: null, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));
        var begun = _clock.GetTimestamp();

        var backwards = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            var (last, back) = (_clock.GetTimestamp(), 0);
            for (var i = 0; i < Turns; i++)
            {
                _clock.Advance(TimeSpan.FromTicks(1));
                var now = _clock.GetTimestamp();
                back += now > last ? 0 : 1;
                last = now;
            }

            return back;
        }))).WaitAsync(Patience);

        backwards.Should().AllBeEquivalentTo(0);
        var elapsed = _clock.GetTimestamp() - begun;
        elapsed.Should().BeInRange(Turns, Turns * Threads);
        fired.Should().Be((int)elapsed);
    }

    [Fact]
    public async Task A_callback_may_wait_for_another_thread_that_uses_the_clock()
    {
        var seen = TimeSpan.Zero;
        var begun = _clock.GetTimestamp();
        using var asking = _clock.CreateTimer(
            _ => Task.Run(() =>
            {
                using var timer = _clock.CreateTimer(static _ => { }, state: null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                seen = _clock.GetElapsedTime(begun);
            }).Wait(Patience),
            state: null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        await Task.Run(() => _clock.Advance(TimeSpan.FromSeconds(2))).WaitAsync(Patience);

        seen.Should().Be(TimeSpan.FromSeconds(1));
    }

    /// <summary>Sets timers, changes them while they may fall due, and awaits their calls; notes those that come before their time.</summary>
    private async Task ChangeManyAsync(int seed, ConcurrentQueue<string> early)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var (first, second) = (TimeSpan.FromMilliseconds(random.Next(1, 5)), TimeSpan.FromMilliseconds(random.Next(1, 5)));
            var notBefore = _clock.GetTimestamp() + Math.Min(first.Ticks, second.Ticks);
            var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var timer = _clock.CreateTimer(
                _ =>
                {
                    if (_clock.GetTimestamp() < notBefore)
                    {
                        early.Enqueue($"thread {seed}, timer {i}");
                    }

                    called.TrySetResult();
                },
                state: null,
                first,
                first);
            timer.Change(second, Timeout.InfiniteTimeSpan).Should().BeTrue();
            await called.Task.WaitAsync(Patience);
        }
    }
}

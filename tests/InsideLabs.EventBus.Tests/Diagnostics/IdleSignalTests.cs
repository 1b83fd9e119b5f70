using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Tests.Diagnostics;

public sealed class IdleSignalTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly IdleSignal _signal = new();

    [Fact]
    public void Who_never_worked_is_idle()
    {
        _signal.IsIdle.Should().BeTrue();
        _signal.WaitAsync().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task A_wait_ends_with_the_last_piece_of_work()
    {
        _signal.Enter();
        _signal.Enter();
        var wait = _signal.WaitAsync();

        _signal.Exit();
        _signal.IsIdle.Should().BeFalse();
        wait.IsCompleted.Should().BeFalse();

        _signal.Exit();
        await wait.WaitAsync(Guard);
        _signal.IsIdle.Should().BeTrue();
    }

    [Fact]
    public async Task Everybody_who_waits_is_told()
    {
        _signal.Enter();
        var waits = Enumerable.Range(0, 5).Select(_ => _signal.WaitAsync()).ToList();

        _signal.Exit();

        await Task.WhenAll(waits).WaitAsync(Guard);
    }

    [Fact]
    public async Task New_work_needs_a_new_wait()
    {
        _signal.Enter();
        var first = _signal.WaitAsync();
        _signal.Exit();
        await first.WaitAsync(Guard);

        _signal.Enter();
        var second = _signal.WaitAsync();
        second.IsCompleted.Should().BeFalse();

        _signal.Exit();
        await second.WaitAsync(Guard);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_waiting()
    {
        using var giveUp = new CancellationTokenSource();
        _signal.Enter();
        var impatient = _signal.WaitAsync(giveUp.Token);
        var patient = _signal.WaitAsync();

        await giveUp.CancelAsync();

        await FluentActions.Awaiting(() => impatient.WaitAsync(Guard)).Should().ThrowAsync<OperationCanceledException>();
        patient.IsCompleted.Should().BeFalse();
        _signal.Exit();
        await patient.WaitAsync(Guard);
    }

    [Fact]
    public async Task No_wait_is_forgotten_among_concurrent_work()
    {
        await Together.RunAsync(8, async _ =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                _signal.Enter();
                var wait = _signal.WaitAsync();
                _signal.Exit();
                if (i % 100 == 0)
                {
                    await wait;
                }
            }
        }).WaitAsync(Guard);

        _signal.IsIdle.Should().BeTrue();
    }
}

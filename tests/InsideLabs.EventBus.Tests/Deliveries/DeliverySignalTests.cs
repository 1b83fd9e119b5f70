using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Tests.Deliveries;

public sealed class DeliverySignalTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly IdleSignal _idle = new();
    private readonly DeliverySignal _signal;

    public DeliverySignalTests()
    {
        _signal = new DeliverySignal(_idle);
        _signal.Listen();
        WaitAsync().IsCompletedSuccessfully.Should().BeTrue(because: "who begins to listen looks at what is there already");
        _signal.Handled();
    }

    [Fact]
    public async Task A_signal_wakes_who_waits()
    {
        var wait = WaitAsync();
        wait.IsCompleted.Should().BeFalse();

        _signal.Set();

        await wait.WaitAsync(Guard);
    }

    [Fact]
    public void A_signal_that_came_before_is_not_missed()
    {
        _signal.Set();

        WaitAsync().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void Signals_that_come_while_nobody_waits_are_one()
    {
        _signal.Set();
        _signal.Set();
        _signal.Set();

        WaitAsync().IsCompletedSuccessfully.Should().BeTrue();
        WaitAsync().IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Who_gives_up_throws_and_takes_no_signal()
    {
        using var giveUp = new CancellationTokenSource();
        var wait = WaitAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await FluentActions.Awaiting(() => wait.WaitAsync(Guard)).Should().ThrowAsync<OperationCanceledException>();

        _signal.Set();

        await FluentActions.Awaiting(() => WaitAsync(giveUp.Token)).Should().ThrowAsync<OperationCanceledException>();
        WaitAsync().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task There_is_work_from_the_signal_until_it_was_handled()
    {
        _idle.IsIdle.Should().BeTrue();
        _signal.Set();
        _idle.IsIdle.Should().BeFalse();
        await WaitAsync();
        _idle.IsIdle.Should().BeFalse();

        _signal.Handled();

        _idle.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void Without_a_listener_a_signal_is_no_work()
    {
        _signal.Set();

        _signal.StopListening();
        _idle.IsIdle.Should().BeTrue(because: "a signal that nobody will take is withdrawn");
        _signal.Set();

        _idle.IsIdle.Should().BeTrue();
    }

    private Task WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(cancellationToken).AsTask();
}

using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Tests.Deliveries;

public sealed class DeliverySignalTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly DeliverySignal _signal = new();

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

    private Task WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(cancellationToken).AsTask();
}

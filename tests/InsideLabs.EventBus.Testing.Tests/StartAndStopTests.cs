using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Testing.Tests;

/// <summary>A host before it runs, and on its way to its end.</summary>
public sealed class StartAndStopTests
{
    private static readonly TimeSpan Drain = new EventBusOptions().DrainTimeout;

    [Fact]
    public async Task A_host_that_was_built_has_its_services_and_delivers_once_it_is_started()
    {
        await using var host = Build();
        await host.SubscribeAsync("shop.*");
        var probe = host.Probe(await host.PublishAsync());
        await host.WhenIdleAsync();
        (await probe.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Scheduled);
        Condition(host).Should().Be(DispatcherCondition.Off);

        await host.StartAsync();

        (await probe.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
        Condition(host).Should().Be(DispatcherCondition.Running);
    }

    [Fact]
    public async Task A_host_that_was_never_started_has_nothing_to_stop()
    {
        var host = Build();

        await host.StopAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_cannot_start_says_so_and_is_disposed_of()
    {
        var host = EventBusTestHost.Build(options: o => o.Bus = bus => bus.MaxConcurrentDeliveries = 0);

        var start = () => host.StartAsync();

        await start.Should().ThrowAsync<OptionsValidationException>();
        FluentActions.Invoking(() => host.Services.GetRequiredService<ISubscriptionStore>()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_stopping_host_lets_a_send_finish_and_its_store_can_be_looked_at()
    {
        await using var host = await StartSendingAsync();

        var stopping = host.StopAsync();
        stopping.IsCompleted.Should().BeFalse();
        host.Adapter.Release();
        await stopping;
        await host.StopAsync();

        Condition(host).Should().Be(DispatcherCondition.Stopped);
        (await host.Queue.GetStatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 1 });
    }

    [Fact]
    public async Task What_outlasts_the_drain_is_cancelled_and_given_back_untried()
    {
        await using var host = await StartSendingAsync();

        var stopping = host.StopAsync();
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + Drain).WaitAsync(TestBus.Patience);
        stopping.IsCompleted.Should().BeFalse();
        host.Clock.Advance(Drain);
        await stopping;

        (await host.Queue.ListAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Status = DeliveryStatus.Scheduled, Attempts = 0 });
        host.Adapter.InProgress.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stop_that_is_given_up_does_not_wait_for_the_drain()
    {
        await using var host = await StartSendingAsync();
        var now = host.Clock.GetUtcNow();

        await host.StopAsync(new CancellationToken(canceled: true));

        (await host.Queue.GetStatsAsync()).Pending.Should().Be(1);
        host.Clock.GetUtcNow().Should().Be(now);
    }

    [Fact]
    public async Task Disposing_cuts_a_stop_short()
    {
        var host = await StartSendingAsync();
        var stopping = host.StopAsync();
        stopping.IsCompleted.Should().BeFalse();

        await host.DisposeAsync();

        await stopping;
        host.Adapter.InProgress.Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_stop_a_restart_begins_anew()
    {
        await using var host = await StartSendingAsync();
        await host.StopAsync(new CancellationToken(canceled: true));
        host.Adapter.Release();

        await host.RestartAsync();

        await host.SubscribeAsync("shop.*");
        await host.Probe(await host.PublishAsync()).WhenDeliveredAsync(within: TimeSpan.Zero);
    }

    [Fact]
    public async Task A_stop_that_nobody_turns_the_clock_for_says_what_it_waits_for()
    {
        var chosen = new EventBusTestHostOptions();
        await using var host = await StartSendingAsync(options => chosen = options);
        chosen.Patience = TimeSpan.FromMilliseconds(100);

        var stop = () => host.StopAsync();

        await stop.Should().ThrowAsync<TimeoutException>().WithMessage("The host did not end within 00:00:00.1000000*drain timeout*in progress: attempt 1*");
        chosen.Patience = TestBus.Patience;
    }

    private static EventBusTestHost Build() => EventBusTestHost.Build(options: o => o.Bus = bus => bus.AllowUnregisteredTypes = true);

    private static DispatcherCondition Condition(EventBusTestHost host) => host.Services.GetRequiredService<DispatcherMonitor>().Condition;

    /// <summary>A host with one send that is held.</summary>
    private static async Task<EventBusTestHost> StartSendingAsync(Action<EventBusTestHostOptions>? options = null)
    {
        var host = await TestBus.StartAsync(options: options);
        await host.SubscribeAsync("shop.*");
        host.Adapter.Hold();
        await host.PublishAsync();
        await host.Adapter.WhenSendBeginsAsync();
        return host;
    }
}

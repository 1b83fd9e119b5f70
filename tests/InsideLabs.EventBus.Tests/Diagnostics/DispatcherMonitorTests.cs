using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Tests.Dispatching;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Diagnostics;

public sealed class DispatcherMonitorTests
{
    [Fact]
    public async Task It_is_off_until_the_host_starts_then_runs_and_is_stopped_with_it()
    {
        await using var host = EventBusTestHost.Build(b => b.AddDomain());
        Condition(host).Should().Be(DispatcherCondition.Off);

        await host.StartAsync();
        Condition(host).Should().Be(DispatcherCondition.Running);

        await host.StopAsync();
        Condition(host).Should().Be(DispatcherCondition.Stopped);
    }

    [Fact]
    public async Task A_host_without_a_dispatcher_stays_off()
    {
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain(), o => o.Bus = bus => bus.RunDispatcher = false);

        Condition(host).Should().Be(DispatcherCondition.Off);
    }

    [Fact]
    public async Task It_is_blocked_while_an_outcome_cannot_be_stored()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await host.SubscribeAsync("shop.*");
        failing.FailSettle = true;
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);

        Condition(host).Should().Be(DispatcherCondition.Blocked);
        failing.FailSettle = false;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.WhenIdleAsync();

        Condition(host).Should().Be(DispatcherCondition.Running);
    }

    [Fact]
    public async Task An_unexpected_failure_is_told()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await host.SubscribeAsync("shop.*");
        await host.WhenIdleAsync();
        failing.BreakClaim = true;

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        Condition(host).Should().Be(DispatcherCondition.Failed);
        host.Logs.Entries.Should().ContainSingle(e => e.Id == 3009);
    }

    private static DispatcherCondition Condition(EventBusTestHost host) => host.Services.GetRequiredService<DispatcherMonitor>().Condition;

    private static Task<EventBusTestHost> StartAsync(FailingStore store) => EventBusTestHost.StartAsync(b =>
    {
        b.AddDomain().UseInMemoryStore().CaptureLogs();
        b.Services.AddSingleton<IDeliveryStore>(sp => store.Around(sp.GetRequiredService<InMemoryStore>()));
        b.Services.Remove(b.Services.First(s => s.ServiceType == typeof(IDeliveryStore)));
    });
}

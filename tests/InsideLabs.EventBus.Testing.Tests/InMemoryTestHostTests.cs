using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class InMemoryTestHostTests : EventBusTestHostTests
{
    [Fact]
    public async Task Without_a_store_everything_is_kept_in_memory_and_a_restart_forgets_it()
    {
        await using var host = await StartAsync();
        var subscription = await host.SubscribeAsync("shop.*");
        host.Services.GetRequiredService<IDeliveryStore>().Durability.Should().Be(Durability.Memory);

        await host.RestartAsync();

        (await host.Subscriptions.FindAsync(subscription.Id)).Should().BeNull();
    }

    [Fact]
    public async Task A_store_that_was_chosen_is_kept()
    {
        await using var host = await StartAsync(bus => bus.UseInMemoryStore());

        host.Services.GetServices<IDeliveryStore>().Should().ContainSingle();
    }

    [Fact]
    public async Task Two_stores_are_refused_as_in_any_host()
    {
        var start = () => StartAsync(bus => bus.UseInMemoryStore().UseInMemoryStore());

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("2 stores*");
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        var bus = () => EventBusTestHost.StartAsync(options: o => o.Bus = b => b.MaxConcurrentDeliveries = 0);
        var patience = () => EventBusTestHost.StartAsync(options: o => o.Patience = TimeSpan.Zero);
        var clock = () => EventBusTestHost.StartAsync(options: o => o.Clock = null!);

        await bus.Should().ThrowAsync<OptionsValidationException>();
        await patience.Should().ThrowAsync<ArgumentException>().WithMessage("*Patience of 00:00:00*");
        await clock.Should().ThrowAsync<ArgumentException>().WithMessage("*needs a clock*");
    }

    [Fact]
    public async Task Every_service_of_the_host_runs_on_the_clock_that_was_given()
    {
        var clock = new VirtualClock(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await EventBusTestHost.StartAsync(options: o => o.Clock = clock);

        host.Clock.Should().BeSameAs(clock);
        host.Services.GetRequiredService<TimeProvider>().Should().BeSameAs(clock);
        (await host.SubscribeAsync("shop.*")).CreatedAt.Should().Be(clock.GetUtcNow());
        host.Settings.Should().NotBeNull();
        host.Interactions.Should().NotBeNull();
    }

    protected override void UseStore(IEventBusBuilder bus)
    {
    }
}

using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Subscribing;

public sealed class SubscriptionCheckTests
{
    private static readonly DeliveryWindow Monday = new([DayOfWeek.Monday], TimeSpan.FromHours(9), TimeSpan.FromHours(17));

    [Fact]
    public async Task A_start_on_a_machine_with_time_zones_says_nothing()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain().CaptureLogs());

        bus.Services.GetRequiredService<TimeZoneMonitor>().FindMissing().Should().BeEmpty();
        bus.Logs.Entries.Should().NotContain(e => e.Message.Contains("time zone", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_zone_of_a_stored_schedule_that_cannot_be_resolved_is_told_of_at_start()
    {
        await using var bus = EventBusTestHost.Build(b => b.AddDomain().CaptureLogs());
        await StoreAsync(bus, "Mars/Olympus_Mons");

        await bus.StartAsync();

        bus.Services.GetRequiredService<TimeZoneMonitor>().FindMissing().Should().Equal("Mars/Olympus_Mons");
        bus.Logs.Entries.Should().ContainSingle(e => e.Message.Contains("Mars/Olympus_Mons", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_without_any_zone_is_told_of_at_start_although_no_schedule_needs_one()
    {
        await using var bus = EventBusTestHost.Build(b => b.CaptureLogs().Services.AddSingleton(new TimeZoneMonitor(static _ => false)));

        await bus.StartAsync();

        bus.Services.GetRequiredService<TimeZoneMonitor>().FindMissing().Should().Equal("America/New_York");
        bus.Logs.Entries.Should().ContainSingle(e => e.Message.Contains("tzdata", StringComparison.Ordinal));
    }

    [Fact]
    public void A_zone_whose_data_came_since_is_not_missing_any_more()
    {
        var known = false;
        var monitor = new TimeZoneMonitor(_ => known);
        monitor.Report("Europe/Berlin").Should().BeTrue();
        monitor.Report("Europe/Berlin").Should().BeFalse();
        monitor.FindMissing().Should().Equal("Europe/Berlin");

        known = true;

        monitor.FindMissing().Should().BeEmpty();
    }

    private static async Task StoreAsync(EventBusTestHost bus, string zone)
    {
        var created = await bus.SubscribeAsync("shop.order.placed");
        var write = new SubscriptionWrite(
            created.Id, created with { DeliverySchedule = new DeliverySchedule(zone, [Monday]) }, created.Version, QueueEffect.None);
        await bus.Services.GetRequiredService<ISubscriptionStore>().SaveAsync(write, CancellationToken.None);
    }
}

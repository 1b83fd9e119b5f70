using System.Net;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InsideLabs.EventBus.AspNetCore.Tests.Health;

public sealed class TimeZoneHealthCheckTests
{
    private const string Name = EventBusHealthChecksExtensions.TimeZoneCheckName;

    [Fact]
    public async Task Zones_that_resolve_are_healthy()
    {
        await using var host = await StartAsync();

        var entry = (await CheckAsync(host.Services)).Entries[Name];

        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Data.Should().BeEmpty();
    }

    [Fact]
    public async Task Stored_zones_that_this_machine_does_not_know_degrade_and_are_named_in_order_from_the_start()
    {
        await using var host = Build();
        await StoreAsync(host.Services, "Mars/Olympus_Mons");
        await StoreAsync(host.Services, "Europe/Atlantis");
        await StoreAsync(host.Services, "Mars/Olympus_Mons");
        await StoreAsync(host.Services, "Europe/Berlin");
        await host.StartAsync();

        var report = await CheckAsync(host.Services);

        report.Status.Should().Be(HealthStatus.Degraded, "it delivers all the same");
        report.Entries[Name].Status.Should().Be(HealthStatus.Degraded);
        report.Entries[Name].Data.Should().Equal(new Dictionary<string, object> { ["missing"] = "Europe/Atlantis, Mars/Olympus_Mons" });
        report.Entries[Name].Description.Should().Contain("tzdata");
    }

    [Fact]
    public async Task A_zone_that_is_met_on_delivery_is_named_too()
    {
        await using var host = await StartAsync();
        await StoreAsync(host.Services, "Mars/Olympus_Mons");
        (await CheckAsync(host.Services)).Status.Should().Be(HealthStatus.Healthy, "nobody looked for it yet");

        await host.Publisher.PublishAsync("""{"eventType":"shop.order.placed","payload":{}}"""u8.ToArray());
        await host.WhenIdleAsync();

        host.Adapter.Sends.Should().ContainSingle("it does not wait for a window that nobody can find");
        (await CheckAsync(host.Services)).Entries[Name].Data["missing"].Should().Be("Mars/Olympus_Mons");
    }

    [Fact]
    public async Task A_host_that_misses_a_zone_stays_ready()
    {
        await using var api = await ApiHost.StartAsync(
            configure: bus => bus.Services.AddHealthChecks().AddInsideLabsEvents(),
            map: app => app.MapHealthChecks("/health/ready"));
        await StoreAsync(api.Services, "Mars/Olympus_Mons", "engagement.*");
        await api.PublishAsync();
        await api.IdleAsync();

        var answer = await api.GetAsync("/health/ready");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Text.Should().Be("Degraded");
        api.Adapter.Sends.Should().ContainSingle();
        (await api.GetAsync("/api/audits")).Json[0].GetProperty("warnings")[0].GetString().Should().Contain("Mars/Olympus_Mons");
    }

    private static EventBusTestHost Build() => EventBusTestHost.Build(
        bus => bus.Services.AddHealthChecks().AddInsideLabsEvents(), host => host.Bus = bus => bus.AllowUnregisteredTypes = true);

    private static async Task<EventBusTestHost> StartAsync()
    {
        var host = Build();
        await host.StartAsync();
        return host;
    }

    private static Task<HealthReport> CheckAsync(IServiceProvider services) => services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    /// <summary>Stores what no door lets in: another machine, with other data, wrote it.</summary>
    private static async Task StoreAsync(IServiceProvider services, string zone, string pattern = "shop.*")
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var never = new DeliveryWindow([DayOfWeek.Monday], TimeSpan.Zero, TimeSpan.Zero);
        var subscription = new Subscription
        {
            Id = Guid.CreateVersion7(now),
            Match = new SubscriptionMatch([Events.EventPattern.Parse(pattern)]),
            Adapter = RecordingAdapter.AdapterName,
            Config = RecordingAdapter.Config(),
            DeliverySchedule = new DeliverySchedule(zone, [never]),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var store = services.GetRequiredService<ISubscriptionStore>();
        (await store.SaveAsync(new SubscriptionWrite(subscription.Id, subscription, ExpectedVersion: 0, QueueEffect.None), CancellationToken.None))
            .Should().NotBeNull();
    }
}

using System.Diagnostics;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;
using Xunit.Abstractions;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class Smoke(ITestOutputHelper output)
{
    [Fact]
    public async Task Ladder()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var host = await EventBusTestHost.StartAsync(options: o => o.Bus = b => b.AllowUnregisteredTypes = true);
            await host.SubscribeAsync("shop.order.*");
            host.Adapter.Answers.Always(DeliveryResult.Retry("http_5xx"));
            var watch = Stopwatch.StartNew();
            var receipt = await host.Publisher.PublishAsync(new NewEvent { EventType = "shop.order.placed", Payload = "{}"u8.ToArray(), SourceDomain = "Shop" });
            await host.Probe(receipt.EventId).WhenDeadAsync();
            output.WriteLine(watch.Elapsed.ToString());
            host.Adapter.Sends.Should().HaveCount(10);
        }
    }

    [Fact]
    public async Task Year()
    {
        await using var host = await EventBusTestHost.StartAsync(options: o => o.Bus = b => b.AllowUnregisteredTypes = true);
        for (var i = 0; i < 100; i++)
        {
            await host.SubscribeAsync("shop.order.*", d => d.RetryDelays = [.. Enumerable.Repeat(86400.0, 100)]);
        }

        host.Adapter.Answers.Always(DeliveryResult.Retry("http_5xx"));
        var watch = Stopwatch.StartNew();
        var receipt = await host.Publisher.PublishAsync(new NewEvent { EventType = "shop.order.placed", Payload = "{}"u8.ToArray(), SourceDomain = "Shop" });
        for (var i = 0; i < 4; i++)
        {
            await host.AdvanceAsync(TimeSpan.FromDays(92));
            await host.Publisher.PublishAsync(new NewEvent { EventType = "shop.order.placed", Payload = "{}"u8.ToArray(), SourceDomain = "Shop" });
        }

        output.WriteLine($"{watch.Elapsed} {host.Adapter.Sends.Count}");
    }
}

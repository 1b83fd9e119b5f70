using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Tests.Subscribing;

public sealed class DisablingTests
{
    [Fact]
    public async Task An_endpoint_that_is_gone_is_told_of_once_however_many_deliveries_hear_it()
    {
        var logs = new CapturedLogs();
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain().Services.AddLogging(l => l.AddProvider(logs)));
        var subscription = await host.SubscribeAsync("shop.order.placed");
        host.Adapter.Answers.Always(DeliveryResult.Gone(ErrorCodes.EndpointGone, statusCode: 410));
        host.Adapter.Hold();
        for (var i = 0; i < 5; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order($"o-{i}"));
            await host.Adapter.WhenSendBeginsAsync();
        }

        host.Adapter.Release();
        await host.WhenIdleAsync();

        (await host.Subscriptions.FindAsync(subscription.Id))!.Status.Should().Be(SubscriptionStatus.Disabled);
        logs.Entries.Should().ContainSingle(e => e.Message.Contains("disabled", StringComparison.Ordinal));
    }
}

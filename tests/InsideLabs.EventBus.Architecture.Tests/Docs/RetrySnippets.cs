using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code of docs/concepts/retries.md. It runs.</summary>
public sealed class RetrySnippets : IAsyncDisposable
{
    private readonly List<EventBusTestHost> _hosts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public void The_hosts_ladder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddInsideLabsEvents(options => options.RetryDelays = new RetryLadder(
            TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)));
        using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(3, services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EventBusOptions>>().Value.RetryDelays.Delays.Length);
    }

    [Fact]
    public async Task A_subscriptions_own_ladder()
    {
        var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        var impatient = await host.SubscribeAsync("shop.order.*", draft => draft.RetryDelays = [1, 10]);
        var once = await host.SubscribeAsync("shop.order.placed", draft => draft.RetryDelays = []);
        host.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503));

        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });
        await host.AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(3, host.Adapter.SendsTo(impatient).Count); // now, after a second, after ten more
        Assert.Single(host.Adapter.SendsTo(once));

        _hosts.Add(host);
        var dead = (await host.Probe(receipt.EventId, impatient).AttemptsAsync())[^1];
        (dead.Outcome, dead.Code).Should().Be((AttemptOutcome.Dead, ErrorCodes.AttemptsExhausted));
        dead.Warnings.Should().ContainSingle().Which.Should().Contain(ErrorCodes.Http5xx);
    }

    [Fact]
    public async Task A_receivers_wish_and_a_window()
    {
        var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain)); // it is Wednesday, noon in UTC
        var subscription = await host.SubscribeAsync("shop.order.*", draft => draft.DeliverySchedule = new DeliveryScheduleDraft
        {
            TimeZone = "Europe/Berlin",
            Windows = [new DeliveryWindowDraft { Days = [1, 2, 3, 4, 5], StartTime = "08:00", EndTime = "18:00" }],
        });
        host.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http429, "slowly", 429, retryAfter: TimeSpan.FromHours(5)));

        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });
        await host.WhenIdleAsync();

        var waiting = await host.Probe(receipt.EventId).DeliveryAsync(); // 17:00 in UTC is 19:00 in Berlin: closed
        Assert.Equal(new DateTimeOffset(2026, 4, 9, 6, 0, 0, TimeSpan.Zero), waiting.NextAttempt);

        await host.Subscriptions.UpdateAsync(subscription.Id, """{"delivery_schedule": null}"""u8.ToArray());
        var replanned = await host.Probe(receipt.EventId).DeliveryAsync();
        Assert.Equal(new DateTimeOffset(2026, 4, 8, 17, 0, 0, TimeSpan.Zero), replanned.NextAttempt);

        _hosts.Add(host);
    }

    [Fact]
    public async Task A_circuit()
    {
        var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        await host.SubscribeAsync("shop.order.*", draft =>
            (draft.Config, draft.RetryDelays) = (RecordingAdapter.Config(destination: "https://example.com:443"), [60]));
        host.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503));
        for (var i = 1; i <= 5; i++)
        {
            await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = $"o-{i}" });
            await host.WhenIdleAsync();
        }

        var waiting = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-6" });
        await host.WhenIdleAsync();
        Assert.Equal(0, (await host.Probe(waiting.EventId).DeliveryAsync()).Attempts); // five failed, so the sixth waits

        host.Adapter.Answers.Always(ScriptedAnswer.Delivered);
        await host.AdvanceAsync(TimeSpan.FromSeconds(5)); // one attempt probes
        Assert.Equal(DeliveryStatus.Delivered, (await host.Probe(waiting.EventId).DeliveryAsync()).Status);

        _hosts.Add(host);
    }

    [Fact]
    public async Task A_subscription_that_is_gone()
    {
        var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        var subscription = await host.SubscribeAsync("shop.order.*");
        host.Adapter.Answers.Next(DeliveryResult.Gone(ErrorCodes.EndpointGone, statusCode: 410));
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });
        var dead = await host.Probe(receipt.EventId).WhenDeadAsync();
        Assert.Equal(SubscriptionStatus.Disabled, (await host.Subscriptions.FindAsync(subscription.Id))!.Status);

        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.Queue.RetryAsync(dead.Id);

        var delivered = await host.Probe(receipt.EventId).WhenDeliveredAsync(within: TimeSpan.Zero);
        Assert.Equal(2, delivered.Attempts);

        _hosts.Add(host);
    }
}

using System.Text.Json.Serialization;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Testing.Tests.Docs;

/// <summary>The tests of docs/guides/testing.md. They run.</summary>
public sealed class TestingSnippets : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventbus-guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_placed_order_is_sent()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        await host.SubscribeAsync("shop.order.*");

        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });

        await host.Probe(receipt.EventId).WhenDeliveredAsync();
        var send = Assert.Single(host.Adapter.Sends);
        Assert.Equal(receipt.EventId, send.Occurrence.Id);
    }

    [Fact]
    public async Task A_receiver_that_is_down_for_a_day_gets_the_order_in_the_end()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        await host.SubscribeAsync("shop.order.*");
        var up = host.Clock.GetUtcNow().AddDays(1);
        host.Adapter.Answers.Always(send => send.At < up
            ? DeliveryResult.Retry(ErrorCodes.Http5xx, "down for maintenance", 503)
            : DeliveryResult.Delivered(204));
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(4, host.Adapter.Sends.Count); // now, after 5 s, 5 min and 30 min

        var delivered = await host.Probe(receipt.EventId).WhenDeliveredAsync();
        Assert.InRange(delivered.CompletedAt!.Value, up, up.AddHours(24));
    }

    [Fact]
    public async Task Answers_are_scripted()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        var orders = await host.SubscribeAsync("shop.order.*");
        var audit = await host.SubscribeAsync("shop.*", draft => draft.RetryDelays = [60, 600]);

        // The next sends, one answer each; then one that holds for all others.
        host.Adapter.Answers
            .Next(ScriptedAnswer.Hang, ScriptedAnswer.Throw(new InvalidOperationException("no route")))
            .Always(ScriptedAnswer.After(TimeSpan.FromSeconds(2), DeliveryResult.Delivered()));

        // A subscription may have answers of its own, which go first.
        host.Adapter.AnswersTo(audit).Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));

        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });

        await host.Probe(receipt.EventId, audit).WhenDeadAsync();
        var probe = host.Probe(receipt.EventId, orders);
        await probe.WhenDeliveredAsync(within: TimeSpan.FromHours(1));
        var attempts = await probe.AttemptsAsync();
        Assert.Equal([ErrorCodes.Timeout, ErrorCodes.AdapterFailed, null], attempts.Select(a => a.Code));
    }

    [Fact]
    public async Task A_send_is_held_to_look_at_what_happens_meanwhile()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain));
        var subscription = await host.SubscribeAsync("shop.order.*");
        host.Adapter.Hold();
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });

        await host.Adapter.WhenSendBeginsAsync();
        await host.Subscriptions.PauseAsync(subscription.Id);
        host.Adapter.Release();

        await host.Probe(receipt.EventId).WhenDeliveredAsync(within: TimeSpan.Zero);
    }

    [Fact]
    public async Task The_handler_ships_ten_minutes_later()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus
            .AddDomain(ShopEvents.Domain)
            .AddHandler<OrderPlacedPayload, ShippingHandler>("shop.order.placed", durable: "shipping"));
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });

        await host.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(DeliveryStatus.Claimed, (await host.Probe(receipt.EventId).DeliveryAsync()).Status);

        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryStatus.Delivered, (await host.Probe(receipt.EventId).DeliveryAsync()).Status);
    }

    [Fact]
    public async Task What_was_not_sent_is_sent_after_a_restart()
    {
        var file = Path.Combine(_folder.FullName, "events.db");
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(ShopEvents.Domain).UseSqlite(file));
        await host.SubscribeAsync("shop.order.*");
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });
        await host.WhenIdleAsync();

        await host.RestartAsync();

        var delivered = await host.Probe(receipt.EventId).WhenDeliveredAsync();
        Assert.Equal(1, delivered.Attempts); // what was cancelled by the shutdown is no attempt
    }

    [Fact]
    public async Task A_shutdown_lets_a_send_finish()
    {
        await using var host = EventBusTestHost.Build(bus => bus.AddDomain(ShopEvents.Domain));
        host.Adapter.Hold();
        await host.SubscribeAsync("shop.order.*");
        var receipt = await host.Publisher.PublishAsync(ShopEvents.OrderPlaced, new OrderPlacedPayload { OrderId = "o-1001" });
        Assert.Empty(host.Adapter.Sends); // the dispatcher does not run yet

        await host.StartAsync();
        var stopping = host.StopAsync();
        host.Adapter.Release();
        await stopping;

        Assert.Equal(DeliveryStatus.Delivered, (await host.Probe(receipt.EventId).DeliveryAsync()).Status);
    }

    [Fact]
    public void A_timeout_of_your_own_code()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero));
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5), clock);

        clock.JumpTo(clock.GetUtcNow().AddYears(1)); // somebody sets the clock: no timeout is nearer for that
        Assert.False(timeout.IsCancellationRequested);

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(timeout.IsCancellationRequested);
    }
}

internal sealed class ShippingHandler(IdleSignal idle, TimeProvider time) : IEventHandler<OrderPlacedPayload>
{
    public async ValueTask HandleAsync(EventContext<OrderPlacedPayload> context, CancellationToken cancellationToken)
    {
        await idle.DelayAsync(TimeSpan.FromMinutes(10), time, cancellationToken);

        // … and ship.
    }
}

internal static class ShopEvents
{
    public static readonly EventDefinition<OrderPlacedPayload> OrderPlaced =
        new("shop.order.placed", "A customer placed an order", ShopJson.Default.OrderPlacedPayload);

    public static readonly EventDomain Domain = EventDomain.Create("shop", "Shop", OrderPlaced);
}

internal sealed record OrderPlacedPayload
{
    public required string OrderId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderPlacedPayload))]
internal sealed partial class ShopJson : JsonSerializerContext;

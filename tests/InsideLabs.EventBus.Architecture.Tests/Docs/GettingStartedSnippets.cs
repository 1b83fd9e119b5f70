using System.Text.Json.Serialization;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code of docs/getting-started.md, compiled.</summary>
internal static class GettingStartedSnippets
{
    public static void AddToHost(IHostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .UseSqlite("events.db")
            .AddDomain(EngagementEvents.Domain)
            .AddWebhooks();
    }

    public static async Task SubscribeAsync(SubscriptionService subscriptions)
    {
        var created = await subscriptions.CreateAsync(new SubscriptionDraft
        {
            EventTypes = ["shop.order.*", "engagement.campaign.sent"],
            Config = WebhookTarget.Config("https://example.com/hooks/orders"),
            Labels = ["Production", "Billing"],
            RetryDelays = [5, 60, 3600],
        });
        Console.WriteLine($"Give the receiver this secret, it is shown once: {created.SigningSecret}");
    }

    public static async Task PublishAsync(IEventPublisher publisher)
    {
        var receipt = await publisher.PublishAsync(
            ShopEvents.OrderPlaced,
            new OrderPlacedPayload { OrderId = "o-1001", Total = 49.90m },
            new PublishOptions { EventId = "order-o-1001-placed" });
        Console.WriteLine($"{receipt.EventId}: {receipt.Deliveries} deliveries, duplicate: {receipt.Duplicate}");
    }

    public static void Handle(IHostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .AddHandler<OrderPlacedPayload>("shop.order.placed", (context, _) =>
            {
                Console.WriteLine($"in memory: {context.Payload.OrderId}");
                return default;
            })
            .AddHandler<OrderPlacedPayload>("shop.order.placed", SendInvoiceAsync, durable: "invoices");
    }

    public static bool Verify(
        WebhookSecret secret,
        string? webhookId,
        string? webhookTimestamp,
        string? webhookSignature,
        byte[] body,
        TimeProvider timeProvider)
    {
        var verdict = WebhookSignature.Verify(
            secret, webhookId, webhookTimestamp, webhookSignature, body, timeProvider.GetUtcNow());
        if (verdict != WebhookVerification.Valid)
        {
            return false; // answer 401
        }

        return true;
    }

    public static async Task AuditAsync(IDeliveryStore deliveries, CancellationToken cancellationToken)
    {
        foreach (var attempt in await deliveries.ListAttemptsAsync(new AttemptFilter { Limit = 20 }, cancellationToken))
        {
            Console.WriteLine($"{attempt.StartedAt:O} #{attempt.Number} {attempt.Outcome} {attempt.StatusCode} {attempt.Code}");
        }
    }

    private static ValueTask SendInvoiceAsync(EventContext<OrderPlacedPayload> context, CancellationToken cancellationToken) => default;
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

    public decimal? Total { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderPlacedPayload))]
internal sealed partial class ShopJson : JsonSerializerContext;

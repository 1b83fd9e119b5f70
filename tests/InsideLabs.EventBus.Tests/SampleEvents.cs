using System.Text;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests;

/// <summary>A small domain for tests of the core.</summary>
internal static class SampleEvents
{
    public static readonly EventDefinition<OrderPayload> OrderPlaced =
        new("shop.order.placed", "An order was placed", SampleJson.Default.OrderPayload);

    public static readonly EventDefinition<OrderPayload> OrderShipped =
        new("shop.order.shipped", "An order was shipped", SampleJson.Default.OrderPayload) { Category = "logistics" };

    public static readonly EventDefinition CartChanged = new("shop.cart.changed", "A cart changed");

    public static readonly EventDomain Domain = EventDomain.Create("shop", "Shop", OrderPlaced, OrderShipped, CartChanged);

    public static readonly EventDomain Shared = EventDomain.CreateShared(
        "shared", "Shared", ["Shop", "Membership"], new EventDefinition("shared.purchase.completed", "A purchase was completed"));

    public static OrderPayload Order(string id = "o-1") => new() { OrderId = id };

    public static NewEvent Raw(string type, string payload = """{"orderId":"o-1"}""", string? id = null) =>
        new() { EventType = type, Payload = Encoding.UTF8.GetBytes(payload), EventId = id };
}

internal sealed record OrderPayload
{
    public required string OrderId { get; init; }

    public decimal? Total { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderPayload))]
internal sealed partial class SampleJson : JsonSerializerContext;

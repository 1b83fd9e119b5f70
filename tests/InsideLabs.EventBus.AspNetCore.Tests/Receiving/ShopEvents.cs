using System.Text.Json.Serialization;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

internal static class ShopEvents
{
    public static readonly EventDefinition<OrderPlacedPayload> OrderPlaced =
        new("shop.order.placed", "A customer placed an order", ShopJson.Default.OrderPlacedPayload);
}

internal sealed record OrderPlacedPayload
{
    public required string OrderId { get; init; }

    public int Items { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderPlacedPayload))]
internal sealed partial class ShopJson : JsonSerializerContext;

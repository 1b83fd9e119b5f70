using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InsideLabs.EventBus.Tests.Events;

/// <summary>A payload with everything that can be wrong: nesting, lists, maps, numbers, members that must not be null.</summary>
internal sealed record OrderPayload
{
    public required string OrderId { get; init; }

    public required OrderCustomer Customer { get; init; }

    public IReadOnlyList<OrderItem>? Items { get; init; }

    public IReadOnlyDictionary<string, OrderItem>? Gifts { get; init; }

    public DateTimeOffset? PlacedAt { get; init; }

    public int RequiredApprovals { get; init; }

    [JsonIgnore]
    public Version? Unwritten { get; init; }
}

internal sealed record OrderCustomer
{
    public required string UserId { get; init; }

    public required string Email { get; init; }
}

internal sealed record OrderItem
{
    public required string Sku { get; init; }

    public int Quantity { get; init; }

    [JsonPropertyName("unit price")]
    public decimal? UnitPrice { get; init; }
}

internal sealed record RefundPayload(string OrderId, decimal? Amount = null);

internal sealed record ReminderPayload
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int After { get; init; }

    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Every { get; init; }

    internal sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var duration) ? duration : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OrderPayload))]
[JsonSerializable(typeof(RefundPayload))]
[JsonSerializable(typeof(ReminderPayload))]
internal sealed partial class OrderJson : JsonSerializerContext;

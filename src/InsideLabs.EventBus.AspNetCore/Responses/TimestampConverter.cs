using System.Text.Json;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>Instants as the wire writes them: UTC, milliseconds, <c>Z</c>.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamps.TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Timestamps.Format(value));
}

using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Interactions;

/// <summary>Reads an interaction back from the bytes that <see cref="Interaction"/> wrote, and finds the metadata's in them.</summary>
internal static class InteractionReader
{
    public static Interaction Read(ReadOnlyMemory<byte> utf8Json)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        long number = 0;
        var metadataLength = 0;
        var reader = new Utf8JsonReader(utf8Json.Span, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                switch (reader.TokenType)
                {
                    case JsonTokenType.Number:
                        number = reader.GetInt64();
                        break;
                    case JsonTokenType.StartObject:
                        var start = (int)reader.TokenStartIndex;
                        reader.Skip();
                        metadataLength = (int)reader.BytesConsumed - start;
                        break;
                    default:
                        texts[name] = reader.GetString();
                        break;
                }
            }

            return Make(utf8Json, texts, number, metadataLength);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The bytes are not an interaction as this library writes it.", e);
        }
    }

    private static Interaction Make(
        ReadOnlyMemory<byte> utf8Json,
        Dictionary<string, string?> texts,
        long number,
        int metadataLength) => new()
        {
            Id = Guid.Parse(Text(texts, "interactionId")),
            Number = number,
            ResourceTypeId = Guid.Parse(Text(texts, "resourceTypeId")),
            ResourceType = Text(texts, "resourceType"),
            ActionId = Guid.Parse(Text(texts, "actionId")),
            Action = Text(texts, "action"),
            OriginId = texts["originId"] is { } origin ? Guid.Parse(origin) : null,
            Origin = texts["origin"],
            ResourceId = Text(texts, "resourceId"),
            UserId = texts["userId"],
            UowId = Text(texts, "uowId"),
            ExternalReference = texts["externalReference"],
            Timestamp = Instant(texts, "timestamp"),
            CreatedDate = Instant(texts, "createdDate"),
            Utf8Json = utf8Json,
            MetadataLength = metadataLength,
        };

    private static string Text(Dictionary<string, string?> texts, string name) => texts[name] ?? throw new KeyNotFoundException(name);

    private static DateTimeOffset Instant(Dictionary<string, string?> texts, string name) =>
        Timestamps.TryParse(Text(texts, name), out var instant) ? instant : throw new FormatException($"'{name}' is no instant.");
}

using System.Text.Json;

namespace InsideLabs.EventBus.Testing;

/// <summary>The config of subscriptions to the recording adapter: any properties, of which it reads one.</summary>
internal static class RecordingConfig
{
    public const string Destination = "destination";

    public static ReadOnlyMemory<byte> Write(string? name, string? destination)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("adapter"u8, RecordingAdapter.AdapterName);
            if (name is not null)
            {
                json.WriteString("name"u8, name);
            }

            if (destination is not null)
            {
                json.WriteString(Destination, destination);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The destination of a rendered config; null when it names none.</summary>
    public static string? DestinationOf(ReadOnlyMemory<byte> config)
    {
        if (config.Span.IndexOf("\"destination\""u8) < 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse(config);
        return document.RootElement.TryGetProperty(Destination, out var destination) && destination.ValueKind == JsonValueKind.String
            ? destination.GetString()
            : null;
    }
}

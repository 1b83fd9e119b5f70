using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Makes a copy of a document in which every text can be read, so that one with half of a surrogate pair can be judged field by
/// field like any other. What cannot be read is replaced by text that no grammar accepts.
/// </summary>
internal static class LegibleJson
{
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> utf8Json)
    {
        var buffer = new ArrayBufferWriter<byte>(utf8Json.Length);
        using var document = JsonDocument.Parse(utf8Json);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(document.RootElement, json);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(DraftReader.NameOf(property));
                    Write(property.Value, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(DraftReader.TextOf(value));
                break;
            default:
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }
}

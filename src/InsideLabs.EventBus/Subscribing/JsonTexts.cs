using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Replaces texts of a strict JSON document by their fields; everything else stays byte for byte.</summary>
internal static class JsonTexts
{
    /// <summary>Answers another text for a field, or null to keep the one it has.</summary>
    /// <param name="path">The field's path, such as <c>to[0].email</c>.</param>
    /// <param name="field">What the adapter says about it.</param>
    /// <param name="text">Its text.</param>
    internal delegate string? Replacement(string path, ConfigField field, string text);

    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> utf8Json, ConfigFields fields, Replacement replace)
    {
        if (fields.All.Count == 0)
        {
            return utf8Json;
        }

        var buffer = new ArrayBufferWriter<byte>(utf8Json.Length + 64);
        using var document = JsonDocument.Parse(utf8Json);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(document.RootElement, string.Empty, string.Empty, fields, replace, json);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(JsonElement value, string path, string pattern, ConfigFields fields, Replacement replace, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(
                        property.Value,
                        JsonPaths.Join(path, property.Name),
                        JsonPaths.Join(pattern, property.Name),
                        fields,
                        replace,
                        json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, $"{path}[{index++}]", $"{pattern}[]", fields, replace, json);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when replace(path, fields.Of(pattern), value.GetString()!) is { } other:
                json.WriteStringValue(other);
                break;
            default:
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }
}

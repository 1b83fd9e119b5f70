using System.Runtime.InteropServices;
using System.Text.Json;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>Copies values of a rendered config into what is sent, byte by byte where they may stay as they are.</summary>
internal static class JsonTexts
{
    /// <summary>Copies a property as it is.</summary>
    public static void Copy(this Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(property.Name);
        json.Copy(property.Value);
    }

    /// <summary>Copies a value as it is.</summary>
    public static void Copy(this Utf8JsonWriter json, JsonElement value) => json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>Copies a property as a text: a number or a truth value that a template gave becomes the text in which JSON writes it.</summary>
    public static void CopyText(this Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(property.Name);
        json.CopyText(property.Value);
    }

    /// <summary>Copies a value as a text.</summary>
    public static void CopyText(this Utf8JsonWriter json, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            json.Copy(value);
        }
        else
        {
            json.WriteStringValue(value.GetRawText());
        }
    }
}

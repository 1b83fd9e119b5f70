using System.Text.Json;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>Stored JSON on its way into an answer.</summary>
internal static class RawJson
{
    /// <summary>The stored value as it is.</summary>
    public static JsonElement Of(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        return document.RootElement.Clone();
    }
}

using System.Globalization;
using System.Text.Json;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Reads when a mail is to be sent.</summary>
internal static class EmailSendAt
{
    /// <summary>The Unix second: a number, or the text of one that a template gave; null when it is none.</summary>
    public static long? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var second) && second >= 0 => second,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var second) => second,
        _ => null,
    };
}

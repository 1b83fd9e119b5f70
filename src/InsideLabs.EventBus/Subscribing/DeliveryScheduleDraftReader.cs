using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Reads a schedule from JSON. What has the wrong type becomes what the field's own rule refuses.</summary>
internal static class DeliveryScheduleDraftReader
{
    /// <summary>No day: stands for what is no whole number.</summary>
    private const int NoDay = int.MinValue;

    private static readonly string[] Properties = ["timezone", "windows"];

    private static readonly string[] WindowProperties = ["days", "startTime", "endTime"];

    public static DeliveryScheduleDraft? Read(JsonElement value, FaultList faults)
    {
        const string field = DeliveryScheduleReader.Field;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(field, ErrorCodes.TypeMismatch, $"'{field}' is an object with 'timezone' and 'windows', or null for always.");
            return null;
        }

        var draft = new DeliveryScheduleDraft();
        foreach (var property in value.EnumerateObject())
        {
            draft = DraftReader.NameOf(property) switch
            {
                "timezone" => draft with { TimeZone = ReadText(property.Value) },
                "windows" => draft with { Windows = ReadWindows(property.Value, field + ".windows", faults) },
                var name => Refuse(draft, name, field, "A schedule", Properties, faults),
            };
        }

        return draft;
    }

    private static DeliveryWindowDraft[] ReadWindows(JsonElement value, string field, FaultList faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when value.GetArrayLength() <= DeliverySchedule.MaxWindows:
                return [.. value.EnumerateArray().Select((w, i) => ReadWindow(w, $"{field}[{i}]", faults))];
            case JsonValueKind.Array:
                // Too many: they are counted, not read.
                return new DeliveryWindowDraft[value.GetArrayLength()];
            case JsonValueKind.Null:
                return [];
            default:
                faults.Add(field, ErrorCodes.TypeMismatch, $"'{field}' is an array of windows.");
                return [];
        }
    }

    private static DeliveryWindowDraft ReadWindow(JsonElement value, string field, FaultList faults)
    {
        var window = new DeliveryWindowDraft();
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(field, ErrorCodes.TypeMismatch, "A window is an object with 'days', 'startTime' and 'endTime'.");
            return window;
        }

        foreach (var property in value.EnumerateObject())
        {
            window = DraftReader.NameOf(property) switch
            {
                "days" => window with { Days = ReadDays(property.Value, field + ".days", faults) },
                "startTime" => window with { StartTime = ReadText(property.Value) },
                "endTime" => window with { EndTime = ReadText(property.Value) },
                var name => Refuse(window, name, field, "A window", WindowProperties, faults),
            };
        }

        return window;
    }

    private static int[] ReadDays(JsonElement value, string field, FaultList faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return [.. value.EnumerateArray().Select(ReadDay)];
            case JsonValueKind.Null:
                return [];
            default:
                faults.Add(field, ErrorCodes.TypeMismatch, $"'{field}' is an array of days, 0 for Sunday to 6 for Saturday.");
                return [];
        }
    }

    /// <summary>A whole number, however it is written: JSON does not tell 1 from 1.0.</summary>
    private static int ReadDay(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var day) && day == decimal.Truncate(day) && day is >= 0 and < byte.MaxValue
            ? (int)day
            : NoDay;

    private static string? ReadText(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : DraftReader.TextOf(value);

    private static T Refuse<T>(T draft, string name, string field, string what, string[] known, FaultList faults)
    {
        var shown = FaultText.Show(name);
        faults.Add($"{field}.{shown}", ErrorCodes.PropertyUnknown, $"{what} has no property '{shown}'.{FaultText.DidYouMean(name, known)}");
        return draft;
    }
}

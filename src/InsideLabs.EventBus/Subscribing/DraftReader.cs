using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Reads a draft from JSON. A value of the wrong type gets its field's own code where the field has one.</summary>
internal static class DraftReader
{
    /// <summary>Text that no grammar accepts: stands for a value that is no text, or a text that cannot be read.</summary>
    private const string Unreadable = "\uFFFF";

    private static readonly string[] GivenByTheLibrary = ["id", "status", "createdAt", "updatedAt", "version"];

    private static readonly string[] Known =
    [
        "eventTypes", "resourceTypeId", "actionId", "originId", "subscriberId", "config", "labels", DeliveryScheduleReader.Field, "retryDelays",
        .. GivenByTheLibrary,
    ];

    public static SubscriptionDraft Read(ReadOnlyMemory<byte> utf8Json, bool isUpdate, FaultList faults)
    {
        // A text that cannot be read is judged by its field, whose own code says more; the config is checked as a whole later.
        if (StrictJson.Check(utf8Json.Span) is { Code: not ErrorCodes.JsonInvalidString } broken)
        {
            throw new EventBusValidationException([broken]);
        }

        var draft = new SubscriptionDraft();
        using var document = JsonDocument.Parse(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new EventBusValidationException(string.Empty, ErrorCodes.TypeMismatch, "A subscription is a JSON object.");
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            ReadProperty(property, draft, isUpdate, faults);
        }

        return draft;
    }

    /// <summary>The text of a JSON value; text that no grammar accepts where it has none.</summary>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : Unreadable;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    /// <summary>The name of a property; text that no property has where it cannot be read.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    private static void ReadProperty(JsonProperty property, SubscriptionDraft draft, bool isUpdate, FaultList faults)
    {
        var name = NameOf(property);
        var value = property.Value;
        switch (name)
        {
            case "eventTypes":
                draft.EventTypes = value.ValueKind == JsonValueKind.Null ? [] : ReadTexts(value, name, faults);
                break;
            case "resourceTypeId":
                draft.ResourceTypeId = ReadUuid(value, name, faults);
                break;
            case "actionId":
                draft.ActionId = ReadUuid(value, name, faults);
                break;
            case "originId":
                draft.OriginId = ReadUuid(value, name, faults);
                break;
            case "subscriberId":
                draft.SubscriberId = ReadUuid(value, name, faults);
                break;
            case "config":
                draft.Config = ReadConfig(value, faults);
                break;
            case "labels":
                draft.Labels = value.ValueKind == JsonValueKind.Null ? null : ReadTexts(value, name, faults);
                break;
            case DeliveryScheduleReader.Field:
                draft.DeliverySchedule = DeliveryScheduleDraftReader.Read(value, faults);
                break;
            case "retryDelays":
                draft.RetryDelays = value.ValueKind == JsonValueKind.Null ? null : ReadNumbers(value, name, faults);
                break;
            default:
                ReadOther(name, value, isUpdate, faults);
                break;
        }
    }

    private static void ReadOther(string name, JsonElement value, bool isUpdate, FaultList faults)
    {
        if (!isUpdate || !GivenByTheLibrary.Contains(name, StringComparer.Ordinal))
        {
            var hint = GivenByTheLibrary.Contains(name, StringComparer.Ordinal)
                ? " The library gives it to a new one: leave it out."
                : FaultText.DidYouMean(name, Known);
            faults.Add(FaultText.Show(name), ErrorCodes.PropertyUnknown, $"A subscription has no property '{FaultText.Show(name)}'.{hint}");
        }
    }

    /// <summary>What is no UUID refers to nothing.</summary>
    private static Guid? ReadUuid(JsonElement value, string field, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = TextOf(value);
        if (TextRules.TryReadUuid(text, out var id))
        {
            return id;
        }

        var shown = value.ValueKind == JsonValueKind.String ? $"'{FaultText.Show(text)}'" : "The value";
        faults.Add(field, ErrorCodes.ReferenceUnknown, $"{shown} is no UUID, so '{field}' refers to nothing.");
        return null;
    }

    private static string[] ReadTexts(JsonElement value, string field, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select(TextOf)];
        }

        faults.Add(field, ErrorCodes.TypeMismatch, $"'{field}' is an array of texts.");
        return [];
    }

    private static double[] ReadNumbers(JsonElement value, string field, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(field, ErrorCodes.TypeMismatch, $"'{field}' is an array of seconds.");
            return [];
        }

        // What is no number, or none that a double holds, becomes one that the range check refuses.
        return [.. value.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetDouble(out var d) ? d : double.NaN)];
    }

    private static ReadOnlyMemory<byte>? ReadConfig(JsonElement value, FaultList faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Object:
                return JsonMarshal.GetRawUtf8Value(value).ToArray();
            default:
                faults.Add("config", ErrorCodes.TypeMismatch, "'config' is a JSON object.");
                return null;
        }
    }
}

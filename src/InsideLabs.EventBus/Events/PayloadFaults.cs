using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Names what is wrong with a payload that the serializer refused. The serializer stops at the first fault and gives a
/// missing member its parent's path; an author wants all of them, each with its own path.
/// </summary>
internal static class PayloadFaults
{
    private const int MaxDepth = StrictJson.MaxDepth;

    public static void Explain(
        ReadOnlySpan<byte> payload,
        JsonTypeInfo info,
        EventType type,
        string field,
        JsonException exception,
        FaultList faults)
    {
        var before = faults.Count;
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        FindMissing(document.RootElement, info, type, field, depth: 0, faults);
        if (faults.Count == before || !IsRequiredMemberMissing(exception, document.RootElement))
        {
            var path = exception.Path is { Length: > 1 } p ? p[1..] : string.Empty;
            faults.Add(
                path.StartsWith("['", StringComparison.Ordinal) ? $"{field}{path}" : field + path,
                ErrorCodes.PayloadInvalid,
                $"${path} does not fit the payload of '{type}': {FirstSentence(exception.Message)}");
        }
    }

    private static void FindMissing(JsonElement element, JsonTypeInfo info, EventType type, string field, int depth, FaultList faults)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array && info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { } itemType)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                FindMissing(item, info.Options.GetTypeInfo(itemType), type, $"{field}[{index++}]", depth + 1, faults);
            }
        }

        if (element.ValueKind != JsonValueKind.Object || info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in info.Properties)
        {
            var path = $"{field}.{property.Name}";
            if (element.TryGetProperty(property.Name, out var value))
            {
                FindMissing(value, info.Options.GetTypeInfo(property.PropertyType), type, path, depth + 1, faults);
            }
            else if (property.IsRequired)
            {
                faults.Add(path, ErrorCodes.PayloadInvalid, $"${path[path.IndexOf('.')..]} is required by '{type}' and missing.");
            }
        }
    }

    /// <summary>Whether the exception only says what <see cref="FindMissing"/> found already: its path leads to an object.</summary>
    private static bool IsRequiredMemberMissing(JsonException exception, JsonElement root) =>
        exception.Message.Contains("required", StringComparison.Ordinal) && root.ValueKind == JsonValueKind.Object;

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }
}

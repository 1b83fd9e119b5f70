using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Names what is wrong with a payload that the serializer refused. The serializer stops at the first fault and gives a
/// missing member its parent's path; an author wants all of them, each with its own path.
/// </summary>
internal sealed class PayloadFaults
{
    /// <summary>The most faults named of one payload: a list of thousands that are all wrong is one mistake.</summary>
    public const int MaxFaults = 100;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029");

    private readonly OrderedDictionary<string, string> _messages = new(StringComparer.Ordinal);
    private readonly EventType _type;

    private PayloadFaults(EventType type) => _type = type;

    public static void Explain(
        ReadOnlySpan<byte> payload,
        JsonTypeInfo info,
        EventType type,
        string field,
        JsonException exception,
        FaultList faults)
    {
        var found = new PayloadFaults(type);
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        found.Walk(document.RootElement, info, string.Empty);
        if (found._messages.Count == 0 || !IsMissing(exception))
        {
            // What the walk cannot judge, such as a converter of the type's own, stands in the exception alone.
            found.AddMisfit(exception.Path is { Length: > 1 } path ? path[1..] : string.Empty, FirstSentence(exception.Message));
        }

        foreach (var (path, message) in found._messages)
        {
            faults.Add(field + path, ErrorCodes.PayloadInvalid, message);
        }
    }

    private void Walk(JsonElement element, JsonTypeInfo info, string path)
    {
        if (_messages.Count >= MaxFaults || info.PolymorphismOptions is not null)
        {
            return;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.None:
                WalkValue(element, info, path);
                break;
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                WalkObject(element, info, path);
                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Walk(member.Value, info.Options.GetTypeInfo(info.ElementType!), Join(path, member.Name));
                }

                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, info.Options.GetTypeInfo(info.ElementType!), $"{path}[{index++}]");
                }

                break;
            default:
                if (element.ValueKind != JsonValueKind.Null)
                {
                    AddMisfit(path, info.Kind == JsonTypeInfoKind.Enumerable ? "A list is expected." : "An object is expected.");
                }

                break;
        }
    }

    private void WalkObject(JsonElement element, JsonTypeInfo info, string path)
    {
        var comparison = info.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var members = element.EnumerateObject().ToList();
        foreach (var property in info.Properties)
        {
            var memberPath = Join(path, property.Name);
            var index = members.FindIndex(m => string.Equals(m.Name, property.Name, comparison));
            if (index >= 0)
            {
                WalkMember(members[index].Value, property, info, memberPath);
            }
            else if (property.IsRequired)
            {
                Add(memberPath, $"${memberPath} is required by '{_type}' and missing.");
            }
        }

        if ((info.UnmappedMemberHandling ?? info.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow)
        {
            foreach (var member in members.Where(m => !info.Properties.Any(p => string.Equals(p.Name, m.Name, comparison))))
            {
                AddMisfit(Join(path, member.Name), "The payload has no such member.");
            }
        }
    }

    private void WalkMember(JsonElement value, JsonPropertyInfo property, JsonTypeInfo owner, string path)
    {
        if (property.Set is null && property.AssociatedParameter is null)
        {
            // The serializer ignores the member, and so need not even know its type.
            return;
        }

        var judgedElsewhere = property.CustomConverter is not null || property.NumberHandling is not null || owner.NumberHandling is not null;
        if (value.ValueKind == JsonValueKind.Null && owner.Options.RespectNullableAnnotations && !property.IsSetNullable)
        {
            AddMisfit(path, "It must not be null.");
        }
        else if (!judgedElsewhere && owner.Options.TryGetTypeInfo(property.PropertyType, out var info))
        {
            Walk(value, info, path);
        }
    }

    private void WalkValue(JsonElement value, JsonTypeInfo info, string path)
    {
        try
        {
            value.Deserialize(info);
        }
        catch (JsonException e)
        {
            AddMisfit(path, Expected(info.Type) ?? FirstSentence(e.Message));
        }
    }

    /// <summary>What a caller, who knows JSON and not our types, should have sent; null for a type of the domain's own.</summary>
    private static string? Expected(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } => null,
        TypeCode.String => "A text is expected.",
        TypeCode.Boolean => "true or false is expected.",
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "A number within the range of its type is expected.",
        >= TypeCode.SByte and <= TypeCode.UInt64 => "A whole number within the range of its type is expected, without fraction and exponent.",
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => "An ISO 8601 instant is expected.",
        _ when type == typeof(Guid) || type == typeof(Guid?) => "A UUID is expected.",
        _ => null,
    };

    private void AddMisfit(string path, string why) => Add(path, $"${path} does not fit the payload of '{_type}': {why}");

    private void Add(string path, string message)
    {
        if (_messages.Count < MaxFaults)
        {
            _messages.TryAdd(path, message);
        }
    }

    /// <summary>Whether the exception says that members are missing, which the walk names one by one.</summary>
    private static bool IsMissing(JsonException exception) =>
        exception.Message.Contains("missing required properties", StringComparison.Ordinal);

    /// <summary>Appends a name to a path as the serializer's own paths do.</summary>
    private static string Join(string path, string name) => name.AsSpan().ContainsAny(Quoted)
        ? $"{path}['{FaultText.Show(name)}']"
        : $"{path}.{FaultText.Show(name)}";

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }
}

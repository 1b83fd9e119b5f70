using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>
/// An object of a config or of settings, read property by property; everything that is wrong is collected. A property that is null
/// counts as absent.
/// </summary>
internal sealed class ConfigObject
{
    /// <summary>What stands in for a template while the rest of its text is judged: a letter means the same in a header and in a URL.</summary>
    public const string StandIn = "x";

    private readonly JsonElement _value;
    private readonly FaultList _faults;

    private ConfigObject(JsonElement value, string path, ConfigStage stage, FaultList faults) =>
        (_value, Path, Stage, _faults) = (value, path, stage, faults);

    /// <summary>Where it stands, such as <c>config.personalizations[0]</c>.</summary>
    public string Path { get; }

    /// <summary>When it is judged.</summary>
    public ConfigStage Stage { get; }

    /// <summary>The code for a value that is larger than it may be.</summary>
    public string TooLarge => Stage == ConfigStage.Rendered ? ErrorCodes.TemplateLimitExceeded : ErrorCodes.ConfigInvalid;

    /// <summary>Reads a value as an object; null when it is none, which is a fault, or when it will be known after rendering only.</summary>
    public static ConfigObject? Of(JsonElement value, string path, ConfigStage stage, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return new ConfigObject(value, path, stage, faults);
        }

        if (!IsOpen(value, stage))
        {
            faults.Add(path, ErrorCodes.TypeMismatch, $"'{path}' is a JSON object.");
        }

        return null;
    }

    /// <summary>Whether a property is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a property is there, null or not.</summary>
    public bool Names(string name) => _value.TryGetProperty(name, out _);

    /// <summary>A property; null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        _value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The path of a property.</summary>
    public string PathOf(string name) => $"{Path}.{name}";

    /// <summary>Collects a fault of a property.</summary>
    public void Refuse(string name, string code, string message) => _faults.Add(PathOf(name), code, message);

    /// <summary>Whether a property is there; if not, that is a fault. One that is null after rendering had a template without a value.</summary>
    public bool Require(string name, string why)
    {
        if (Has(name))
        {
            return true;
        }

        Refuse(name, Stage == ConfigStage.Rendered && Names(name) ? ErrorCodes.TemplateUnresolved : ErrorCodes.FieldRequired, why);
        return false;
    }

    /// <summary>
    /// A text; null when it is absent, refused, or holds a template. After rendering, a number or a truth value is the text in which
    /// JSON writes it: a template alone keeps the type of its value.
    /// </summary>
    public string? Text(string name, Func<string, (string Code, string Message)?>? judge = null) =>
        Find(name) is { } value ? Text(value, PathOf(name), Stage, _faults, judge) : null;

    /// <summary>Reads a value as a text, like <see cref="Text(string, Func{string, ValueTuple{string, string}?})"/>.</summary>
    public static string? Text(JsonElement value, string path, ConfigStage stage, FaultList faults, Func<string, (string Code, string Message)?>? judge)
    {
        if (IsOpen(value, stage))
        {
            return null;
        }

        if (TextOf(value, stage) is not { } text)
        {
            faults.Add(path, ErrorCodes.TypeMismatch, $"'{path}' is a text.");
            return null;
        }

        if (judge?.Invoke(text) is var (code, message))
        {
            faults.Add(path, code, message);
            return null;
        }

        return text;
    }

    /// <summary>Judges a text that goes into a header, also what is written out of one with templates.</summary>
    public void Line(string name)
    {
        if (Find(name) is { } value)
        {
            Line(value, PathOf(name), Stage, _faults, SingleLine.Judge);
        }
    }

    /// <summary>Reads a value as a text of which the parts that are written out beside templates are judged too.</summary>
    /// <returns>The text; null when it was refused or holds a template.</returns>
    public static string? Line(JsonElement value, string path, ConfigStage stage, FaultList faults, Func<string, (string Code, string Message)?> judge)
    {
        if (!IsOpen(value, stage))
        {
            return Text(value, path, stage, faults, judge);
        }

        if (judge(WrittenExpressions.Replace(value.GetString()!, StandIn)) is var (code, message))
        {
            faults.Add(path, code, message);
        }

        return null;
    }

    /// <summary>True or false; anything else is a fault.</summary>
    public void Flag(string name)
    {
        if (Find(name) is { } value && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) && !IsOpen(value, Stage))
        {
            Refuse(name, ErrorCodes.TypeMismatch, $"'{name}' is true or false.");
        }
    }

    /// <summary>An object of a property; null when it is absent or refused.</summary>
    public ConfigObject? Object(string name) => Find(name) is { } value ? Of(value, PathOf(name), Stage, _faults) : null;

    /// <summary>The items of a list with their paths; none when it is absent or refused.</summary>
    public IReadOnlyList<(JsonElement Value, string Path)> Items(string name, int max = int.MaxValue)
    {
        if (Find(name) is not { } value || IsOpen(value, Stage))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, ErrorCodes.TypeMismatch, $"'{name}' is a list.");
            return [];
        }

        if (value.GetArrayLength() > max)
        {
            Refuse(name, TooLarge, $"'{name}' has {value.GetArrayLength()} items; at most {max} are allowed.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => (item, $"{PathOf(name)}[{i}]"))];
    }

    /// <summary>Whether a list is there and has no items: a list that a template will give is not known to be empty.</summary>
    public bool IsEmptyList(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0;

    /// <summary>Its properties.</summary>
    public IEnumerable<JsonProperty> Properties => _value.EnumerateObject();

    /// <summary>Refuses every property that is not known.</summary>
    public void RefuseOthers(string[] known, string what)
    {
        foreach (var property in _value.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                var name = FaultText.Show(property.Name);
                Refuse(
                    name,
                    ErrorCodes.PropertyUnknown,
                    $"{what} has no property '{name}'; it has {string.Join(", ", known)}.{FaultText.DidYouMean(property.Name, known)}");
            }
        }
    }

    /// <summary>Whether a value will be known after rendering only.</summary>
    public static bool IsOpen(JsonElement value, ConfigStage stage) =>
        stage == ConfigStage.Written && value.ValueKind == JsonValueKind.String && TemplateText.HasExpressions(value.GetString()!);

    private static string? TextOf(JsonElement value, ConfigStage stage) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when stage == ConfigStage.Rendered => value.GetRawText(),
        _ => null,
    };
}

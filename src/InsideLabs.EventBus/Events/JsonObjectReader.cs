using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Reads the properties of a small JSON object from outside and collects everything that is wrong with them. A property that is
/// null counts as absent.
/// </summary>
internal sealed class JsonObjectReader : IDisposable
{
    private readonly JsonDocument _document;
    private readonly Dictionary<string, JsonElement> _properties = new(StringComparer.Ordinal);
    private readonly FaultList _faults;
    private readonly string _what;
    private readonly string? _judgedApart;
    private readonly bool _hidesInvalid;

    /// <summary>Reads a document.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="what">What it is, for messages: <c>An origin</c>.</param>
    /// <param name="known">The names of its properties.</param>
    /// <param name="faults">Where to collect.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    /// <param name="judgedApart">
    /// A property whose texts somebody else judges: one that cannot be read is told by them, who may have a code of their own.
    /// </param>
    /// <exception cref="EventBusValidationException">Nothing in it can be read.</exception>
    public JsonObjectReader(
        ReadOnlyMemory<byte> utf8Json,
        string what,
        string[] known,
        FaultList faults,
        int maxDepth = StrictJson.MaxDepth,
        string? judgedApart = null)
    {
        (_what, _faults, _judgedApart) = (what, faults, judgedApart);
        var broken = StrictJson.Check(utf8Json.Span, maxDepth);
        if (broken is { Code: not ErrorCodes.JsonInvalidString } fault)
        {
            throw new EventBusValidationException([fault]);
        }

        if (broken is { } invalid && (judgedApart is null || !JsonPaths.IsWithin(invalid.Field, judgedApart)))
        {
            // A text of a property is told by who reads it, who may have a code of its own. It hides those that come after it.
            _hidesInvalid = known.Contains(invalid.Field, StringComparer.Ordinal);
            if (!_hidesInvalid)
            {
                faults.Add(invalid);
            }
        }

        _document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = maxDepth });
        if (_document.RootElement.ValueKind != JsonValueKind.Object)
        {
            _document.Dispose();
            throw new EventBusValidationException(string.Empty, ErrorCodes.TypeMismatch, $"{what} is a JSON object.");
        }

        foreach (var property in _document.RootElement.EnumerateObject())
        {
            Take(property, known);
        }
    }

    /// <summary>Whether a property is there and not null.</summary>
    public bool Has(string name) => _properties.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether a property is there, null or not.</summary>
    public bool IsGiven(string name) => _properties.ContainsKey(name);

    /// <summary>A text of any length; null when it is absent or was refused.</summary>
    public string? Text(string name) => Text(name, int.MaxValue, minLength: 0);

    /// <summary>A text of 1 to so many characters; null when it is absent or was refused.</summary>
    public string? Text(
        string name,
        int maxLength,
        bool isRequired = false,
        string code = ErrorCodes.ParameterInvalid,
        int minLength = 1)
    {
        if (!Find(name, isRequired, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(name, ErrorCodes.TypeMismatch, $"'{name}' is a text.");
            return null;
        }

        if (_faults.Names(name))
        {
            // It holds half of a surrogate pair or U+0000, which was told already.
            return null;
        }

        if (ReadText(value) is not { } text)
        {
            var own = string.Equals(code, ErrorCodes.ParameterInvalid, StringComparison.Ordinal) ? ErrorCodes.JsonInvalidString : code;
            _faults.Add(name, own, $"'{name}' holds half of a surrogate pair or U+0000.");
            return null;
        }

        if (text.Length >= minLength && text.Length <= maxLength)
        {
            return text;
        }

        _faults.Add(name, code, $"'{name}' has {text.Length} characters; it has {minLength} to {maxLength}.");
        return null;
    }

    /// <summary>A UUID; null when it is absent or was refused.</summary>
    /// <param name="name">The property.</param>
    /// <param name="code">The code for what is none.</param>
    /// <param name="isRequired">Whether it must be there.</param>
    public Guid? Uuid(string name, string code, bool isRequired = false)
    {
        if (!Find(name, isRequired, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String && !_faults.Names(name) ? ReadText(value) : null;
        if (text is not null && TextRules.TryReadUuid(text, out var id))
        {
            return id;
        }

        if (!_faults.Names(name))
        {
            var shown = text is null ? "The value" : $"'{FaultText.Show(text)}'";
            _faults.Add(name, code, $"{shown} is no UUID such as 0197a5f0-8a00-7cc0-8000-000000000000.");
        }

        return null;
    }

    /// <summary>True or false; null when it is absent or was refused.</summary>
    public bool? Boolean(string name, bool isRequired = false)
    {
        if (!Find(name, isRequired, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        _faults.Add(name, ErrorCodes.TypeMismatch, $"'{name}' is true or false.");
        return null;
    }

    /// <summary>An instant; null when it is absent or was refused.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (!Find(name, isRequired: false, out var value))
        {
            return null;
        }

        var text = (value.ValueKind == JsonValueKind.String && !_faults.Names(name) ? ReadText(value) : null) ?? string.Empty;
        if (Timestamps.TryParse(text, out var instant))
        {
            return instant;
        }

        if (!_faults.Names(name))
        {
            _faults.Add(
                name,
                ErrorCodes.TimestampMalformed,
                $"{(text.Length == 0 ? "The value" : $"'{FaultText.Show(text)}'")} is no ISO 8601 instant with a zone, such as 2026-04-08T12:34:56.000Z.");
        }

        return null;
    }

    /// <summary>The bytes of an object; null when it is absent or was refused.</summary>
    public ReadOnlyMemory<byte>? Object(string name, bool isRequired = false)
    {
        if (!Find(name, isRequired, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return Raw(name, value);
        }

        _faults.Add(name, ErrorCodes.TypeMismatch, $"'{name}' is a JSON object.");
        return null;
    }

    /// <summary>The bytes of any value, null included; null when it is absent, which is a fault.</summary>
    public ReadOnlyMemory<byte>? RequiredValue(string name)
    {
        if (_properties.TryGetValue(name, out var value))
        {
            return Raw(name, value);
        }

        _faults.Add(name, ErrorCodes.FieldRequired, $"{_what} needs '{name}'.");
        return null;
    }

    public void Dispose() => _document.Dispose();

    private byte[] Raw(string name, JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value).ToArray();
        if (_hidesInvalid && !string.Equals(name, _judgedApart, StringComparison.Ordinal) && StrictJson.Check(raw) is { } invalid)
        {
            _faults.Add(invalid with { Field = JsonPaths.Join(name, invalid.Field) });
        }

        return raw;
    }

    /// <summary>A text that can be kept; null for another. The check of the document tells the first such text only.</summary>
    private static string? ReadText(JsonElement value)
    {
        try
        {
            return value.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private bool Find(string name, bool isRequired, out JsonElement value)
    {
        if (_properties.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        if (isRequired)
        {
            _faults.Add(name, ErrorCodes.FieldRequired, $"{_what} needs '{name}'.");
        }

        return false;
    }

    private void Take(JsonProperty property, string[] known)
    {
        string name;
        try
        {
            name = property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which was told already.
            return;
        }

        if (known.Contains(name, StringComparer.Ordinal))
        {
            _properties.Add(name, property.Value);
            return;
        }

        var shown = FaultText.Show(name);
        _faults.Add(shown, ErrorCodes.PropertyUnknown, $"{_what} has no property '{shown}'.{FaultText.DidYouMean(name, known)}");
    }
}

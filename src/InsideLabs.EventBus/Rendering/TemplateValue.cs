using System.Text;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// A value while it is rendered: bytes of JSON as they lie in a document, or a text that was made. It is data: nothing in it is ever
/// parsed as a template.
/// </summary>
internal readonly record struct TemplateValue
{
    private TemplateValue(TemplateValueKind kind, ReadOnlyMemory<byte> json, string? made, bool isSecret) =>
        (Kind, Json, Made, IsSecret) = (kind, json, made, isSecret);

    /// <summary>A path that leads nowhere, or a function that cannot answer.</summary>
    public static TemplateValue Missing => default;

    public static TemplateValue Null { get; } = OfJson("null"u8.ToArray());

    public TemplateValueKind Kind { get; }

    /// <summary>The value as JSON writes it; empty for a made text.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>A text that does not lie in a document; null for all else.</summary>
    public string? Made { get; }

    /// <summary>Whether a secret went into it.</summary>
    public bool IsSecret { get; }

    public bool IsNothing => Kind is TemplateValueKind.Missing or TemplateValueKind.Null;

    /// <summary>Whether it is no value, or a text without characters.</summary>
    public bool IsEmpty => IsNothing || (Kind == TemplateValueKind.Text && (Made?.Length ?? Json.Length - 2) == 0);

    /// <summary>About how much memory reading it takes.</summary>
    public int Size => Made?.Length ?? Json.Length;

    /// <summary>A made text.</summary>
    public static TemplateValue Of(string text) => new(TemplateValueKind.Text, default, text, isSecret: false);

    /// <summary>A value that lies in a document.</summary>
    /// <param name="json">One valid JSON value without white space around it; empty for no value.</param>
    public static TemplateValue OfJson(ReadOnlyMemory<byte> json) => new(
        json.IsEmpty ? TemplateValueKind.Missing : json.Span[0] switch
        {
            (byte)'"' => TemplateValueKind.Text,
            (byte)'n' => TemplateValueKind.Null,
            (byte)'t' => TemplateValueKind.True,
            (byte)'f' => TemplateValueKind.False,
            (byte)'[' => TemplateValueKind.List,
            (byte)'{' => TemplateValueKind.Members,
            _ => TemplateValueKind.Number,
        },
        json,
        null,
        isSecret: false);

    /// <summary>The same value, tainted.</summary>
    public TemplateValue AsSecret() => new(Kind, Json, Made, isSecret: true);

    /// <summary>The value as text: numbers as written, nothing as empty, objects and lists as their JSON.</summary>
    public string ToText() => Kind switch
    {
        TemplateValueKind.Missing or TemplateValueKind.Null => string.Empty,
        TemplateValueKind.Text => Made ?? JsonText.Decode(Json.Span[1..^1]),
        _ => Encoding.UTF8.GetString(Json.Span),
    };

    /// <summary>The value as JSON.</summary>
    public string ToJson() => Made is null ? Encoding.UTF8.GetString(Json.Span) : JsonText.Quote(Made);
}

using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// The dot-separated name of a kind of event, <c>&lt;domain&gt;.&lt;entity&gt;[.&lt;entity&gt;…].&lt;action&gt;</c>:
/// 3 to 16 segments of <c>[a-z][a-z0-9_-]*</c>, at most 256 characters. Compared ordinally, never trimmed or folded.
/// </summary>
public readonly struct EventType : IEquatable<EventType>
{
    /// <summary>The most characters a type may have.</summary>
    public const int MaxLength = 256;

    /// <summary>The fewest segments a type may have.</summary>
    public const int MinSegments = 3;

    /// <summary>The most segments a type may have.</summary>
    public const int MaxSegments = 16;

    private readonly string? _value;

    private EventType(string value) => _value = value;

    /// <summary>The name; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>The first segment: the owning domain's prefix.</summary>
    public string Domain => Segment(0);

    /// <summary>The second segment: the event's category unless its definition says otherwise.</summary>
    public string Category => Segment(1);

    /// <summary>Reads a type.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="EventBusValidationException">The text breaks the grammar; the code says how.</exception>
    public static EventType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var type, out var fault) ? type : throw new EventBusValidationException([fault.Value]);
    }

    /// <summary>Reads a type without throwing.</summary>
    /// <param name="text">The name.</param>
    /// <param name="type">The type, when the text is one.</param>
    /// <returns>Whether the text is an event type.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventType type) => TryParse(text, out type, out _);

    internal static bool TryParse(
        [NotNullWhen(true)] string? text,
        out EventType type,
        [NotNullWhen(false)] out Fault? fault)
    {
        var code = Judge(text);
        type = code is null ? new EventType(text!) : default;
        fault = code is null ? null : new Fault("eventType", code, Explain(code, text!));
        return code is null;
    }

    /// <inheritdoc/>
    public bool Equals(EventType other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Value;

    /// <summary>Whether two types have the same name.</summary>
    public static bool operator ==(EventType left, EventType right) => left.Equals(right);

    /// <summary>Whether two types have different names.</summary>
    public static bool operator !=(EventType left, EventType right) => !left.Equals(right);

    /// <summary>Counts the literal segments of a dotted name, or answers -1 when one breaks the grammar.</summary>
    internal static int CountSegments(ReadOnlySpan<char> name)
    {
        var segments = 1;
        var atStart = true;
        foreach (var c in name)
        {
            if (c == '.')
            {
                if (atStart)
                {
                    return -1;
                }

                segments++;
                atStart = true;
            }
            else if (char.IsAsciiLetterLower(c) || (!atStart && (char.IsAsciiDigit(c) || c is '_' or '-')))
            {
                atStart = false;
            }
            else
            {
                return -1;
            }
        }

        return atStart ? -1 : segments;
    }

    private static string? Judge(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ErrorCodes.EventTypeEmpty;
        }

        if (text.Length > MaxLength)
        {
            return ErrorCodes.EventTypeTooLong;
        }

        return CountSegments(text) switch
        {
            < MinSegments => ErrorCodes.EventTypeMalformed,
            > MaxSegments => ErrorCodes.EventTypeTooDeep,
            _ => null,
        };
    }

    private static string Explain(string code, string text) => code switch
    {
        ErrorCodes.EventTypeEmpty => "An event type is required, such as 'engagement.campaign.sent'.",
        ErrorCodes.EventTypeTooLong => $"The event type has {text.Length} characters; at most {MaxLength} are allowed.",
        ErrorCodes.EventTypeTooDeep => $"The event type has more than {MaxSegments} segments.",
        _ => $"'{FaultText.Show(text)}' is not an event type: use {MinSegments} to {MaxSegments} segments of [a-z][a-z0-9_-]* "
            + "joined by dots, such as 'engagement.campaign.sent'.",
    };

    private string Segment(int index)
    {
        var rest = Value.AsSpan();
        for (; index > 0; index--)
        {
            rest = rest[(rest.IndexOf('.') + 1)..];
        }

        var end = rest.IndexOf('.');
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}

using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// What a subscription listens to: one event type (<c>engagement.campaign.sent</c>), or every type below a prefix
/// (<c>engagement.campaign.*</c>), where the last segment <c>*</c> stands for one or more segments.
/// </summary>
public readonly struct EventPattern : IEquatable<EventPattern>
{
    private const string WildcardSuffix = ".*";

    private readonly string? _value;

    private EventPattern(string value) => _value = value;

    /// <summary>The pattern as written; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether the last segment is <c>*</c>.</summary>
    public bool IsWildcard => Value.EndsWith(WildcardSuffix, StringComparison.Ordinal);

    /// <summary>The literal segments: the whole type, or what stands before <c>.*</c>.</summary>
    public ReadOnlySpan<char> Literal => IsWildcard ? Value.AsSpan(0, Value.Length - WildcardSuffix.Length) : Value;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.PatternMalformed"/>.</exception>
    public static EventPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var pattern)
            ? pattern
            : throw new EventBusValidationException("eventTypes", ErrorCodes.PatternMalformed, Explain(text));
    }

    /// <summary>Reads a pattern without throwing.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">The pattern, when the text is one.</param>
    /// <returns>Whether the text is a pattern.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventPattern pattern)
    {
        pattern = default;
        if (string.IsNullOrEmpty(text) || text.Length > EventType.MaxLength)
        {
            return false;
        }

        var candidate = new EventPattern(text);
        var wildcards = candidate.IsWildcard ? 1 : 0;
        var literals = EventType.CountSegments(candidate.Literal);
        var fewest = wildcards == 1 ? 1 : EventType.MinSegments;
        if (literals < fewest || literals + wildcards > EventType.MaxSegments)
        {
            return false;
        }

        pattern = candidate;
        return true;
    }

    /// <summary>Whether an event of this type is meant.</summary>
    /// <param name="type">The type of an event.</param>
    public bool Matches(EventType type) => Covers(type.Value);

    /// <summary>Whether every type that the other pattern matches is matched by this one too.</summary>
    /// <param name="other">Another pattern.</param>
    public bool Covers(EventPattern other) => other.IsWildcard
        ? IsWildcard && (other.Literal.SequenceEqual(Literal) || IsBelow(other.Literal))
        : Covers(other.Value);

    /// <inheritdoc/>
    public bool Equals(EventPattern other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventPattern other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The pattern as written.</summary>
    public override string ToString() => Value;

    /// <summary>Whether two patterns are written alike.</summary>
    public static bool operator ==(EventPattern left, EventPattern right) => left.Equals(right);

    /// <summary>Whether two patterns are written differently.</summary>
    public static bool operator !=(EventPattern left, EventPattern right) => !left.Equals(right);

    internal static string Explain(string text) =>
        $"'{FaultText.Show(text)}' is not a pattern: name an event type such as 'engagement.campaign.sent', or end literal "
        + "segments with one '*' such as 'engagement.campaign.*'. '*' alone, in front or in the middle is not allowed.";

    private bool Covers(string type) =>
        IsWildcard ? IsBelow(type) : string.Equals(Value, type, StringComparison.Ordinal);

    private bool IsBelow(ReadOnlySpan<char> path)
    {
        var prefix = Literal;
        return path.Length > prefix.Length + 1 && path[prefix.Length] == '.' && path.StartsWith(prefix, StringComparison.Ordinal);
    }
}

using System.Buffers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// The identity of an event: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>, opaque to the library. Publishing the same id
/// again is a no-op. The library makes ULIDs (<see cref="EventIdGenerator"/>) where the publisher gives none.
/// </summary>
public readonly struct EventId : IEquatable<EventId>
{
    /// <summary>The most characters an id may have: it travels in a header and in URLs.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly string? _value;

    private EventId(string value) => _value = value;

    /// <summary>The id; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Reads an id.</summary>
    /// <param name="text">The id.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.EventIdMalformed"/>.</exception>
    public static EventId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new EventBusValidationException("eventId", ErrorCodes.EventIdMalformed, Explain(text));
    }

    /// <summary>Reads an id without throwing.</summary>
    /// <param name="text">The id.</param>
    /// <param name="id">The id, when the text is one.</param>
    /// <returns>Whether the text is an event id.</returns>
    public static bool TryParse(string? text, out EventId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
        id = valid ? new EventId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public bool Equals(EventId other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The id.</summary>
    public override string ToString() => Value;

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(EventId left, EventId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(EventId left, EventId right) => !left.Equals(right);

    /// <summary>An id that is known to be one.</summary>
    internal static EventId Trust(string id) => new(id);

    internal static string Explain(string text) =>
        $"'{FaultText.Show(text)}' is not an event id: use 1 to {MaxLength} characters of [A-Za-z0-9_-], or leave it out.";
}

using System.Globalization;

namespace InsideLabs.EventBus.Events;

/// <summary>Instants as the wire writes and reads them.</summary>
public static class Timestamps
{
    private const int FractionStart = 20;
    private const int TickDigits = 7;

    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
    private static readonly string[] WithZulu = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>Writes an instant: UTC, whole milliseconds, <c>Z</c>.</summary>
    /// <param name="instant">The instant.</param>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same instant in UTC without what is finer than a millisecond.</summary>
    /// <param name="instant">The instant.</param>
    public static DateTimeOffset Cut(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    /// <summary>Reads an ISO 8601 instant; one without a zone names no instant and is refused.</summary>
    /// <param name="text">The text, such as <c>2026-04-08T12:34:56.000Z</c> or with an offset such as <c>+02:00</c>.</param>
    /// <param name="instant">The instant in UTC.</param>
    /// <returns>Whether the text is such an instant.</returns>
    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        var given = CutFraction(text);
        return DateTimeOffset.TryParseExact(
                given, WithZulu, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
            || DateTimeOffset.TryParseExact(
                given, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
    }

    /// <summary>Cuts the second's fraction to the digits that a tick can hold, since other platforms write nine of them.</summary>
    private static string? CutFraction(string? text)
    {
        if (text is null || text.Length <= FractionStart || text[FractionStart - 1] != '.')
        {
            return text;
        }

        var digits = text.AsSpan(FractionStart).IndexOfAnyExceptInRange('0', '9');
        return digits switch
        {
            // The parser would take the dot alone for a fraction.
            0 => null,
            > TickDigits => string.Concat(text.AsSpan(0, FractionStart + TickDigits), text.AsSpan(FractionStart + digits)),
            _ => text,
        };
    }
}

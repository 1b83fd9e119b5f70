using System.Globalization;

namespace InsideLabs.EventBus.Events;

/// <summary>Instants as the wire writes and reads them.</summary>
internal static class Timestamps
{
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
    private static readonly string[] WithZulu = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>UTC, whole milliseconds, <c>Z</c>.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an ISO 8601 instant; one without a zone names no instant and is refused.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text, WithZulu, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
        || DateTimeOffset.TryParseExact(
            text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
}

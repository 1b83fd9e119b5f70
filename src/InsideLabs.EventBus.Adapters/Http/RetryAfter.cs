using System.Globalization;
using System.Net.Http.Headers;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Reads how long a receiver asks to be left alone. What makes no sense counts as not said.</summary>
internal static class RetryAfter
{
    /// <summary>The header with seconds or an HTTP date.</summary>
    public const string HeaderName = "Retry-After";

    /// <summary>The header with the Unix second at which a service counts requests anew.</summary>
    public const string ResetHeaderName = "X-RateLimit-Reset";

    /// <summary>The longest wait that a receiver may ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>How long to wait from now by <see cref="HeaderName"/>; null when the value is none, garbage, negative or past.</summary>
    /// <param name="value">The header's value.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? Read(string? value, DateTimeOffset now) =>
        RetryConditionHeaderValue.TryParse(value, out var parsed) ? Bounded(parsed.Delta ?? parsed.Date - now) : null;

    /// <summary>How long to wait from now by <see cref="ResetHeaderName"/>; null when the value is none, garbage or past.</summary>
    /// <param name="value">The header's value.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? ReadReset(string? value, DateTimeOffset now) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var second) && second <= LastSecond
            ? Bounded(DateTimeOffset.FromUnixTimeSeconds(second) - now)
            : null;

    private static TimeSpan? Bounded(TimeSpan? wait) => wait <= TimeSpan.Zero ? null : wait > Longest ? Longest : wait;
}

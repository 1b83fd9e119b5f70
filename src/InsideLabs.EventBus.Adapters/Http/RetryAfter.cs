using System.Net.Http.Headers;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Reads the header <c>Retry-After</c>: seconds or an HTTP date. What makes no sense counts as not said.</summary>
internal static class RetryAfter
{
    /// <summary>The header's name.</summary>
    public const string HeaderName = "Retry-After";

    /// <summary>The longest wait that a receiver may ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>How long to wait from now; null when the value is none, garbage, negative or past.</summary>
    /// <param name="value">The header's value.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? Read(string? value, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(value, out var parsed))
        {
            return null;
        }

        var wait = parsed.Delta ?? parsed.Date - now;
        return wait <= TimeSpan.Zero ? null : wait > Longest ? Longest : wait;
    }
}

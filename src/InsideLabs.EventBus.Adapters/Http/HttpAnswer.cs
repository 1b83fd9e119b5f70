namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">How long it asks to be left alone by <c>Retry-After</c>; null when it did not say.</param>
/// <param name="Excerpt">The beginning of its body without the credentials that were sent; null when there is none.</param>
/// <param name="RateLimitReset">How long until its <c>X-RateLimit-Reset</c>; null when it did not say.</param>
internal readonly record struct HttpAnswer(int Status, TimeSpan? RetryAfter, string? Excerpt, TimeSpan? RateLimitReset = null)
{
    /// <summary>The excerpt as it came: to be judged, never to be shown, since credentials may be in it.</summary>
    public string? Body { get; init; }
}

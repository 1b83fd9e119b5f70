namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What a receiver's answer must not carry into the audit.</summary>
internal static class Credentials
{
    private const int Shortest = 8;

    /// <summary>
    /// The values that were sent, and their words, such as the token after <c>Bearer</c>. What is shorter than eight characters is no
    /// credential, and would blank out ordinary words.
    /// </summary>
    /// <param name="values">The values.</param>
    public static IReadOnlyList<string> In(params IEnumerable<string> values) =>
        [.. values.SelectMany(v => v.Split([' ', '\t']).Append(v)).Where(v => v.Length >= Shortest).Distinct(StringComparer.Ordinal)];

    /// <summary>A URL that is a credential itself: the whole of it, its path and query, and the last part of the path.</summary>
    /// <param name="url">The URL.</param>
    public static IReadOnlyList<string> In(Uri url) =>
        In(url.AbsoluteUri, url.OriginalString, url.PathAndQuery, url.Segments[^1]);
}

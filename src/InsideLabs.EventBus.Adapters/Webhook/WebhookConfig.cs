namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>A subscription's config, read and judged.</summary>
/// <param name="Url">Where to send.</param>
/// <param name="Method">How.</param>
/// <param name="Headers">Headers that the subscription adds.</param>
/// <param name="Body">What to send instead of the occurrence; null for the occurrence itself.</param>
internal sealed record WebhookConfig(
    Uri Url,
    HttpMethod Method,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte>? Body)
{
    private const int ShortestCredential = 8;

    /// <summary>
    /// What a receiver's answer must not carry into the audit: the values of the headers, and their words, such as the token after
    /// <c>Bearer</c>. What is shorter than eight characters is no credential, and would blank out ordinary words.
    /// </summary>
    public IReadOnlyList<string> Credentials { get; } =
        [.. Headers.SelectMany(h => h.Value.Split(' ').Append(h.Value)).Where(v => v.Length >= ShortestCredential).Distinct(StringComparer.Ordinal)];
}

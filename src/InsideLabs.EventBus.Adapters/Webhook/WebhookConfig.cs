using InsideLabs.EventBus.Adapters.Http;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>A subscription's config as rendered, read and judged.</summary>
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
    /// <summary>The scheme, host and port that it goes to.</summary>
    public string Destination => field ??= Http.Destination.Of(Url);

    /// <summary>What a receiver's answer must not carry into the audit: the values of the headers.</summary>
    public IReadOnlyList<string> Credentials { get; } = Http.Credentials.In(Headers.Select(h => h.Value));
}

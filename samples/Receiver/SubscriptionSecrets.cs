using System.Collections.Concurrent;
using InsideLabs.EventBus.Signatures;

namespace Receiver;

/// <summary>The signing secret of each subscription. Kept in memory only: a secret on the disk would need a key of its own.</summary>
internal sealed class SubscriptionSecrets
{
    private readonly ConcurrentDictionary<string, WebhookSecret> _secrets = new(StringComparer.Ordinal);

    public void Set(string subscriptionId, WebhookSecret secret) => _secrets[subscriptionId] = secret;

    public WebhookSecret? Find(string? subscriptionId) =>
        subscriptionId is not null && _secrets.TryGetValue(subscriptionId, out var secret) ? secret : null;
}

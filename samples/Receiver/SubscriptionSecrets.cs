using System.Collections.Concurrent;
using InsideLabs.EventBus.Signatures;

namespace Receiver;

/// <summary>
/// The signing secret of each subscription. They stand in the ledger's file, so that a restart knows them: readable for whoever can
/// read the file. A receiver with more at stake keeps them where it keeps its other secrets.
/// </summary>
internal sealed class SubscriptionSecrets(DeliveryLedger ledger, LedgerReader reader)
{
    private readonly ConcurrentDictionary<string, WebhookSecret> _secrets = new(StringComparer.Ordinal);

    public void Load()
    {
        foreach (var (subscriptionId, text) in reader.ReadSecrets())
        {
            _secrets[subscriptionId] = WebhookSecret.Parse(text);
        }
    }

    public async ValueTask SetAsync(string subscriptionId, WebhookSecret secret, CancellationToken cancellationToken)
    {
        await ledger.SaveSecretAsync(subscriptionId, secret.Reveal(), cancellationToken);
        _secrets[subscriptionId] = secret;
    }

    public ValueTask<IReadOnlyList<WebhookSecret>> FindAsync(string subscriptionId) =>
        ValueTask.FromResult<IReadOnlyList<WebhookSecret>>(_secrets.TryGetValue(subscriptionId, out var secret) ? [secret] : []);
}

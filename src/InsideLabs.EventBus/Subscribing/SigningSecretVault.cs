using System.Runtime.CompilerServices;
using System.Text;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Encrypts signing secrets for their subscription's row, and decrypts them for the one who signs.</summary>
internal sealed class SigningSecretVault(ISecretProtector protector)
{
    /// <summary>How long the old secret stays valid after a rotation.</summary>
    public static readonly TimeSpan RotationOverlap = TimeSpan.FromHours(24);

    /// <summary>Every delivery signs, and its subscription's secrets change once in a long while: each is decrypted once.</summary>
    private readonly ConditionalWeakTable<SigningSecrets, Opened> _opened = [];

    public SigningSecrets Store(Guid subscriptionId, WebhookSecret secret) => new(Protect(subscriptionId, secret));

    /// <summary>The new secret becomes current, the current one previous until its time is over.</summary>
    public SigningSecrets Rotate(Guid subscriptionId, SigningSecrets? stored, WebhookSecret secret, DateTimeOffset now) =>
        stored is null
            ? Store(subscriptionId, secret)
            : new SigningSecrets(Protect(subscriptionId, secret), stored.Current, now + RotationOverlap);

    /// <summary>The secrets that sign now, current one first.</summary>
    public IReadOnlyList<WebhookSecret> Open(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.SigningSecrets is not { } stored)
        {
            return [];
        }

        var opened = _opened.GetValue(stored, secrets => new Opened(
            Unprotect(subscription.Id, secrets.Current),
            secrets.Previous is { } previous ? TryUnprotect(subscription.Id, previous) : null));
        return opened.Previous is not null && stored.PreviousValidUntil > now ? [opened.Current, opened.Previous] : [opened.Current];
    }

    private static SecretLocation LocationOf(Guid subscriptionId) => new("subscriptions", subscriptionId.ToString(), "signingSecret");

    private byte[] Protect(Guid subscriptionId, WebhookSecret secret) =>
        protector.Protect(Encoding.ASCII.GetBytes(secret.Reveal()), LocationOf(subscriptionId));

    private WebhookSecret Unprotect(Guid subscriptionId, ReadOnlyMemory<byte> blob) =>
        WebhookSecret.Parse(Encoding.ASCII.GetString(protector.Unprotect(blob.Span, LocationOf(subscriptionId))));

    /// <summary>A previous secret that cannot be read any more must not keep the current one from signing: a rotation is the cure.</summary>
    private WebhookSecret? TryUnprotect(Guid subscriptionId, ReadOnlyMemory<byte> blob)
    {
        try
        {
            return Unprotect(subscriptionId, blob);
        }
        catch (EventBusException)
        {
            return null;
        }
    }

    private sealed record Opened(WebhookSecret Current, WebhookSecret? Previous);
}

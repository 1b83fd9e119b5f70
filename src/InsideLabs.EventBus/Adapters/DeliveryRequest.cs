using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters;

/// <summary>One attempt to deliver one occurrence to one subscription.</summary>
public sealed record DeliveryRequest
{
    /// <summary>The delivery: the same over all its attempts, and unique per occurrence and subscription.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What happened.</summary>
    public required Occurrence Occurrence { get; init; }

    /// <summary>
    /// Who wants to know. The same instance until the subscription changes, so an adapter may keep what it made of the config
    /// in a <see cref="System.Runtime.CompilerServices.ConditionalWeakTable{TKey,TValue}"/> where <see cref="IsConfigConstant"/>
    /// is set. Its own config is not rendered and hides credentials: use <see cref="Config"/>.
    /// </summary>
    public required Subscription Subscription { get; init; }

    /// <summary>The config as rendered for this attempt, a JSON object in UTF-8, with credentials.</summary>
    public required ReadOnlyMemory<byte> Config { get; init; }

    /// <summary>Whether the config holds no template, so that it is the same for every delivery of the subscription.</summary>
    public bool IsConfigConstant { get; init; }

    /// <summary>The adapter's settings as rendered for this attempt, a JSON object in UTF-8, with credentials; null when none are written.</summary>
    public ReadOnlyMemory<byte>? Settings { get; init; }

    /// <summary>The secrets to sign with, current one first; empty when the adapter does not sign.</summary>
    public IReadOnlyList<WebhookSecret> SigningSecrets { get; init; } = [];
}

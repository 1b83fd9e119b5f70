using System.Collections.Immutable;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Somebody's wish to be told: what to listen to, where to deliver, how to retry. Immutable; a change makes a new one.</summary>
public sealed record Subscription
{
    /// <summary>Its identity, a UUIDv7 given by the library.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it listens to.</summary>
    public required SubscriptionMatch Match { get; init; }

    /// <summary>The adapter's name, such as <c>adapter:webhook</c>.</summary>
    public required string Adapter { get; init; }

    /// <summary>The registered subscriber; null when only the config says where to deliver.</summary>
    public Guid? SubscriberId { get; init; }

    /// <summary>
    /// The adapter's config, a JSON object in UTF-8, without signing secrets and with credentials shown as <c>***</c>. Where
    /// <see cref="InheritsConfig"/> is set, it is the subscriber's.
    /// </summary>
    public required ReadOnlyMemory<byte> Config { get; init; }

    /// <summary>Whether the config is the subscriber's: the store replaces it when the subscriber's changes.</summary>
    public bool InheritsConfig { get; init; }

    /// <summary>The credentials of the config, encrypted; null when it has none.</summary>
    public ReadOnlyMemory<byte>? ConfigCredentials { get; init; }

    /// <summary>The signing secrets, encrypted; null when the adapter does not sign.</summary>
    public SigningSecrets? SigningSecrets { get; init; }

    /// <summary>Tags for people: 0 to 10, without duplicates, in the order given.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>When it may be delivered to; null for always.</summary>
    public DeliverySchedule? DeliverySchedule { get; init; }

    /// <summary>Its own retry ladder, or null for the host's.</summary>
    public RetryLadder? RetryDelays { get; init; }

    /// <summary>Whether it takes part.</summary>
    public SubscriptionStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// The store-wide number of its last change, given by the store: it rises with every change of any subscription, so it
    /// serves as an ETag and orders the changes that <see cref="ISubscriptionStore.ReadChangesAsync"/> returns.
    /// </summary>
    public long Version { get; init; }
}

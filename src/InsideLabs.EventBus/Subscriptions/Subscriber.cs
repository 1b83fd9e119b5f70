namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Somebody who is told: an adapter and, perhaps, a config that subscriptions without one of their own use.</summary>
public sealed record Subscriber
{
    /// <summary>The most characters a name may have.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Its identity, a UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter's name, such as <c>adapter:email</c>.</summary>
    public required string Adapter { get; init; }

    /// <summary>The config, a JSON object in UTF-8 with credentials shown as <c>***</c>; null for none.</summary>
    public ReadOnlyMemory<byte>? Config { get; init; }

    /// <summary>The credentials of the config, encrypted; null when it has none.</summary>
    public ReadOnlyMemory<byte>? ConfigCredentials { get; init; }
}

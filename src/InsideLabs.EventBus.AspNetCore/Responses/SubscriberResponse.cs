using System.Text.Json;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>Somebody who is told.</summary>
internal sealed record SubscriberResponse
{
    /// <summary>A UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter's key.</summary>
    public required string Adapter { get; init; }

    /// <summary>The config of the subscriptions that have none of their own, credentials shown as <c>***</c>; null for none.</summary>
    public required JsonElement? Config { get; init; }

    public static SubscriberResponse Of(Subscriber subscriber) => new()
    {
        Id = subscriber.Id,
        Name = subscriber.Name,
        Adapter = subscriber.Adapter,
        Config = subscriber.Config is { } config ? RawJson.Of(config) : null,
    };
}

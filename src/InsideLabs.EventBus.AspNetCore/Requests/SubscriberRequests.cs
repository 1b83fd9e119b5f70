using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>A new subscriber. Unknown properties are refused.</summary>
internal sealed record SubscriberRequest
{
    /// <summary>A UUID of your own; one is made when absent.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its name for people: 1 to 256 characters on one line.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter's key, see <c>/adapters</c>.</summary>
    public required string Adapter { get; init; }

    /// <summary>The config of the subscriptions that have none of their own; without a signing secret, which is each subscription's own.</summary>
    public JsonObject? Config { get; init; }
}

/// <summary>A change: an absent property stays, a present one replaces. Unknown properties are refused.</summary>
internal sealed record SubscriberChangeRequest
{
    /// <summary>Ignored, so that an answer can be sent back.</summary>
    public Guid? Id { get; init; }

    /// <summary>Replaces the name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Replaces the adapter: only while no subscription names the subscriber, and with a new config or null where there is one.</summary>
    public string Adapter { get; init; } = string.Empty;

    /// <summary>Replaces the whole config, for the subscriptions that inherit it too; null removes it. <c>***</c> in a credential keeps the stored one.</summary>
    public JsonObject? Config { get; init; }
}

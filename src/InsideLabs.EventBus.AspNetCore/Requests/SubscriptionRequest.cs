using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.AspNetCore.Responses;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>A new subscription. Unknown properties are refused.</summary>
internal sealed record SubscriptionRequest
{
    /// <summary>1 to 100 event types, or patterns with one last segment <c>*</c> that stands for one or more segments. Required for a subscription to events.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>The resource type of the interactions to listen to. Required, with <c>actionId</c>, for a subscription to interactions.</summary>
    public Guid? ResourceTypeId { get; init; }

    /// <summary>The action of the interactions to listen to.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>The only origin of the interactions to listen to; null for any.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>A registered subscriber; required unless <c>config.adapter</c> names the adapter.</summary>
    public Guid? SubscriberId { get; init; }

    /// <summary>The adapter's config; <c>adapter</c> names it. See <c>/adapters</c> for its schema. The subscriber's own when absent.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>0 to 10 tags for people, each 1 to 50 of <c>A-Z a-z 0-9</c>, space, <c>_</c>, <c>-</c>.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>When it may be delivered to: weekly windows by the clocks of a time zone; null for always.</summary>
    [JsonPropertyName("delivery_schedule")]
    public DeliveryScheduleBody? DeliverySchedule { get; init; }

    /// <summary>Seconds before the 2nd, 3rd, … attempt; <c>[]</c> for one attempt; null for the server's ladder.</summary>
    public IReadOnlyList<double>? RetryDelays { get; init; }
}

/// <summary>A change: an absent property stays, a present one replaces. <c>id</c>, <c>status</c>, <c>createdAt</c>, <c>updatedAt</c> and <c>version</c> are ignored, so that an answer can be sent back; other unknown properties are refused.</summary>
internal sealed record SubscriptionChangeRequest
{
    /// <summary>Replaces all event types and patterns.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>Replaces the resource type of a subscription to interactions.</summary>
    public Guid? ResourceTypeId { get; init; }

    /// <summary>Replaces the action of a subscription to interactions.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>Replaces the origin of a subscription to interactions; null for any.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>Replaces the subscriber; null for none.</summary>
    public Guid? SubscriberId { get; init; }

    /// <summary>Replaces the whole config; null for the subscriber's own. Without <c>signingSecret</c> the current secret stays; <c>***</c> in a credential keeps the stored one.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Replaces all labels; null removes them.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Replaces the whole schedule; null clears it. What waits because of the old one is planned anew.</summary>
    [JsonPropertyName("delivery_schedule")]
    public DeliveryScheduleBody? DeliverySchedule { get; init; }

    /// <summary>Replaces the retry ladder; null for the server's.</summary>
    public IReadOnlyList<double>? RetryDelays { get; init; }
}

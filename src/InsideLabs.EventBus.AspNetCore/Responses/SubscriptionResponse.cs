using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>Who wants to know what, and where it is delivered.</summary>
internal record SubscriptionResponse
{
    /// <summary>A UUIDv7, given by the library.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it listens to: event types, or patterns with one last segment <c>*</c>. Null for a subscription to interactions.</summary>
    public required IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>The resource type of the interactions it listens to; null for a subscription to events.</summary>
    public required Guid? ResourceTypeId { get; init; }

    /// <summary>The action of the interactions it listens to; null for a subscription to events.</summary>
    public required Guid? ActionId { get; init; }

    /// <summary>The only origin of the interactions it listens to; null for any.</summary>
    public required Guid? OriginId { get; init; }

    /// <summary>The registered subscriber; null when only the config says where to deliver.</summary>
    public required Guid? SubscriberId { get; init; }

    /// <summary>The adapter's config without the signing secret, credentials shown as <c>***</c>; the subscriber's where the subscription has none of its own.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>Tags for people.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>When it is delivered to: weekly windows by the clocks of a time zone; null for always.</summary>
    [JsonPropertyName("delivery_schedule")]
    public required DeliveryScheduleBody? DeliverySchedule { get; init; }

    /// <summary>Seconds before the 2nd, 3rd, … attempt; null for the server's ladder.</summary>
    public required IReadOnlyList<double>? RetryDelays { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, or <c>disabled</c> because its endpoint is gone or failed for days.</summary>
    [AllowedValues("active", "paused", "disabled")]
    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Rises with every change; the ETag of the answer.</summary>
    public required long Version { get; init; }

    public static SubscriptionResponse Of(Subscription subscription) => new()
    {
        Id = subscription.Id,
        EventTypes = subscription.Match.Interaction is null ? [.. subscription.Match.EventTypes.Select(p => p.Value)] : null,
        ResourceTypeId = subscription.Match.Interaction?.ResourceTypeId,
        ActionId = subscription.Match.Interaction?.ActionId,
        OriginId = subscription.Match.Interaction?.OriginId,
        SubscriberId = subscription.SubscriberId,
        Config = RawJson.Of(subscription.Config),
        Labels = subscription.Labels,
        DeliverySchedule = DeliveryScheduleBody.Of(subscription.DeliverySchedule),
        RetryDelays = subscription.RetryDelays is { } ladder ? [.. ladder.Delays.Select(d => d.TotalSeconds)] : null,
        Status = Words.Of(subscription.Status),
        CreatedAt = subscription.CreatedAt,
        UpdatedAt = subscription.UpdatedAt,
        Version = subscription.Version,
    };
}

/// <summary>The new subscription, with its signing secret.</summary>
internal sealed record CreatedSubscriptionResponse : SubscriptionResponse
{
    /// <summary>Give it to the receiver: it is shown this once. Null when the adapter does not sign.</summary>
    [JsonPropertyOrder(1)]
    public required string? SigningSecret { get; init; }

    public CreatedSubscriptionResponse()
    {
    }

    [SetsRequiredMembers]
    private CreatedSubscriptionResponse(SubscriptionResponse subscription, string? signingSecret)
        : base(subscription) => SigningSecret = signingSecret;

    public static CreatedSubscriptionResponse Of(Subscription subscription, string? signingSecret) => new(Of(subscription), signingSecret);
}

/// <summary>The new signing secret; the previous one signs too until it ends.</summary>
internal sealed record RotatedSecretResponse
{
    /// <summary>Give it to the receiver: it is shown this once.</summary>
    public required string SigningSecret { get; init; }

    /// <summary>Until when requests carry a signature by the previous secret too.</summary>
    public required DateTimeOffset PreviousValidUntil { get; init; }
}

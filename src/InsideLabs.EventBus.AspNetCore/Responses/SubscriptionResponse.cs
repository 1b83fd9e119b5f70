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

    /// <summary>Null: subscriptions to interactions come in a later version.</summary>
    public Guid? ResourceTypeId { get; init; }

    /// <summary>Null: subscriptions to interactions come in a later version.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>Null: subscriptions to interactions come in a later version.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>Null: subscribers come in a later version.</summary>
    public Guid? SubscriberId { get; init; }

    /// <summary>The adapter's config, without the signing secret.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>Tags for people.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Null: it delivers at any time. Delivery windows come in a later version.</summary>
    [JsonPropertyName("delivery_schedule")]
    public JsonElement? DeliverySchedule { get; init; }

    /// <summary>Seconds before the 2nd, 3rd, … attempt; null for the server's ladder.</summary>
    public required IReadOnlyList<double>? RetryDelays { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, or <c>disabled</c> because its endpoint is gone.</summary>
    [AllowedValues("active", "paused", "disabled")]
    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Rises with every change; the ETag of the answer.</summary>
    public required long Version { get; init; }

    public static SubscriptionResponse Of(Subscription subscription) => new()
    {
        Id = subscription.Id,
        EventTypes = [.. subscription.Match.EventTypes.Select(p => p.Value)],
        Config = ConfigOf(subscription),
        Labels = subscription.Labels,
        RetryDelays = subscription.RetryDelays is { } ladder ? [.. ladder.Delays.Select(d => d.TotalSeconds)] : null,
        Status = Words.Of(subscription.Status),
        CreatedAt = subscription.CreatedAt,
        UpdatedAt = subscription.UpdatedAt,
        Version = subscription.Version,
    };

    private static JsonElement ConfigOf(Subscription subscription)
    {
        using var config = JsonDocument.Parse(subscription.Config);
        return config.RootElement.Clone();
    }
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

    public static CreatedSubscriptionResponse Of(CreatedSubscription created) =>
        new(SubscriptionResponse.Of(created.Subscription), created.SigningSecret);
}

/// <summary>The new signing secret; the previous one signs too until it ends.</summary>
internal sealed record RotatedSecretResponse
{
    /// <summary>Give it to the receiver: it is shown this once.</summary>
    public required string SigningSecret { get; init; }

    /// <summary>Until when requests carry a signature by the previous secret too.</summary>
    public required DateTimeOffset PreviousValidUntil { get; init; }
}

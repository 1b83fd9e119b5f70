using System.Text.Json;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>An interaction as it was recorded: what receivers get too, in this order.</summary>
internal sealed record InteractionResponse
{
    /// <summary>A UUIDv7.</summary>
    public required Guid InteractionId { get; init; }

    /// <summary>Ascends with every recording.</summary>
    public required long InteractionNumber { get; init; }

    /// <summary>The resource type.</summary>
    public required Guid ResourceTypeId { get; init; }

    /// <summary>Its mnemonic at the time of the recording.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The action.</summary>
    public required Guid ActionId { get; init; }

    /// <summary>Its mnemonic at the time of the recording.</summary>
    public required string Action { get; init; }

    /// <summary>The origin; null for none.</summary>
    public required Guid? OriginId { get; init; }

    /// <summary>Its mnemonic at the time of the recording.</summary>
    public required string? Origin { get; init; }

    /// <summary>Which resource.</summary>
    public required string ResourceId { get; init; }

    /// <summary>Who did it; null when nobody said.</summary>
    public required string? UserId { get; init; }

    /// <summary>The unit of work it belongs to.</summary>
    public required string UowId { get; init; }

    /// <summary>How its recorder calls it; null when nobody said.</summary>
    public required string? ExternalReference { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>The free data, byte for byte; null for none.</summary>
    public required JsonElement? Interaction { get; init; }
}

namespace InsideLabs.EventBus.Interactions;

/// <summary>
/// An interaction to record. Resource type, action and origin are named by UUID or by mnemonic; where both are given they must
/// agree.
/// </summary>
public sealed record NewInteraction
{
    /// <summary>The most characters of <see cref="ResourceId"/>, <see cref="UserId"/>, <see cref="UowId"/> and <see cref="ExternalReference"/>.</summary>
    public const int MaxTextLength = 256;

    /// <summary>The UUID of the resource type.</summary>
    public Guid? ResourceTypeId { get; init; }

    /// <summary>The mnemonic of the resource type.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The UUID of the action.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>The mnemonic of the action.</summary>
    public string? Action { get; init; }

    /// <summary>The UUID of the origin.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>The mnemonic of the origin; an interaction may have none.</summary>
    public string? Origin { get; init; }

    /// <summary>Which resource: 1 to <see cref="MaxTextLength"/> characters.</summary>
    public required string ResourceId { get; init; }

    /// <summary>Free data, a JSON object in UTF-8; null for none. These bytes are what receivers get.</summary>
    public ReadOnlyMemory<byte>? Metadata { get; init; }

    /// <summary>Who did it.</summary>
    public string? UserId { get; init; }

    /// <summary>The unit of work it belongs to; a UUID by default.</summary>
    public string? UowId { get; init; }

    /// <summary>How the caller calls it.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>When it happened; now by default.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

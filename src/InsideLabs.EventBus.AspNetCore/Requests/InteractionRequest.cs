using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>
/// An interaction to record. Resource type, action and origin are named by UUID or by mnemonic; where both are given they must agree.
/// Unknown properties are refused.
/// </summary>
internal sealed record InteractionRequest
{
    /// <summary>The mnemonic of the resource type, compared exactly; required unless <c>resourceTypeId</c> is given.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The UUID of the resource type.</summary>
    public Guid? ResourceTypeId { get; init; }

    /// <summary>The mnemonic of the action; required unless <c>actionId</c> is given.</summary>
    public string? Action { get; init; }

    /// <summary>The UUID of the action.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>The mnemonic of the origin; an interaction may have none.</summary>
    public string? Origin { get; init; }

    /// <summary>The UUID of the origin.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>Which resource: 1 to 256 characters.</summary>
    public required string ResourceId { get; init; }

    /// <summary>Free data, a JSON object. These bytes are what receivers get.</summary>
    public JsonObject? Interaction { get; init; }

    /// <summary>Who did it: 1 to 256 characters.</summary>
    public string? UserId { get; init; }

    /// <summary>The unit of work it belongs to: 1 to 256 characters; a UUID when absent.</summary>
    public string? UowId { get; init; }

    /// <summary>How the caller calls it: 1 to 256 characters.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>When it happened, with a zone; now when absent.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

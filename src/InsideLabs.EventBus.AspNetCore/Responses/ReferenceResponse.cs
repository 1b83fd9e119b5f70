using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>A resource type, an action or an origin.</summary>
internal sealed record ReferenceResponse
{
    /// <summary>A UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its short name, unique in its kind.</summary>
    public required string Mnemonic { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, for people; null when nobody said.</summary>
    public required string? Description { get; init; }

    public static ReferenceResponse Of(ReferenceItem item) => new()
    {
        Id = item.Id,
        Mnemonic = item.Mnemonic,
        Title = item.Title,
        Description = item.Description,
    };
}

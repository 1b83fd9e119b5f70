namespace InsideLabs.EventBus.Interactions;

/// <summary>A resource type, an action or an origin.</summary>
public sealed record ReferenceItem
{
    /// <summary>The most characters a mnemonic may have.</summary>
    public const int MaxMnemonicLength = 128;

    /// <summary>The most characters a title may have.</summary>
    public const int MaxTitleLength = 256;

    /// <summary>The most characters a description may have.</summary>
    public const int MaxDescriptionLength = 4096;

    /// <summary>Its identity, a UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its short name, unique in its kind; compared exactly.</summary>
    public required string Mnemonic { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, for people; null when nobody said.</summary>
    public string? Description { get; init; }
}

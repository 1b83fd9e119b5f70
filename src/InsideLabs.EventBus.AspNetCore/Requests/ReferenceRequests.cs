namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>A new resource type, action or origin. Unknown properties are refused.</summary>
internal sealed record ReferenceRequest
{
    /// <summary>A UUID of your own; one is made when absent.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its short name, unique in its kind and compared exactly: 1 to 128 characters, none of them a control character, no white space at an end.</summary>
    public required string Mnemonic { get; init; }

    /// <summary>Its name for people: 1 to 256 characters on one line.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, for people: at most 4,096 characters.</summary>
    public string? Description { get; init; }
}

/// <summary>A change: an absent property stays, a present one replaces. Unknown properties are refused.</summary>
internal sealed record ReferenceChangeRequest
{
    /// <summary>Ignored, so that an answer can be sent back.</summary>
    public Guid? Id { get; init; }

    /// <summary>Replaces the short name.</summary>
    public string Mnemonic { get; init; } = string.Empty;

    /// <summary>Replaces the name for people.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Replaces the description; null removes it.</summary>
    public string? Description { get; init; }
}

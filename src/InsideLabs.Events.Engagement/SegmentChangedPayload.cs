namespace InsideLabs.Events.Engagement;

/// <summary>A segment as it stands after it was created, updated or archived.</summary>
public sealed record SegmentChangedPayload
{
    /// <summary>The segment.</summary>
    public required string SegmentId { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>What its users have in common.</summary>
    public string? Description { get; init; }

    /// <summary><c>static</c> for a list of users, <c>dynamic</c> for a rule that decides.</summary>
    public string? Kind { get; init; }

    /// <summary>How many users it has.</summary>
    public long? UserCount { get; init; }

    /// <summary>The names of the fields that changed; for an update.</summary>
    public IReadOnlyList<string>? ChangedFields { get; init; }

    /// <summary>Who did it: a user's or a system's id.</summary>
    public string? ChangedBy { get; init; }
}

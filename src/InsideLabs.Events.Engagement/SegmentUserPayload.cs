namespace InsideLabs.Events.Engagement;

/// <summary>A user entered or left a segment.</summary>
public sealed record SegmentUserPayload
{
    /// <summary>The segment.</summary>
    public required string SegmentId { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The segment's name for people.</summary>
    public string? SegmentName { get; init; }

    /// <summary>Why, such as <c>rule_matched</c>, <c>import</c> or <c>manual</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it: a user's or a system's id.</summary>
    public string? ChangedBy { get; init; }
}

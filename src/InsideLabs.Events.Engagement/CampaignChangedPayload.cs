namespace InsideLabs.Events.Engagement;

/// <summary>A campaign as it stands after it was created, updated or archived.</summary>
public sealed record CampaignChangedPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>Its state in the publisher's words, such as <c>draft</c>, <c>scheduled</c> or <c>archived</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The subject line or title that recipients see.</summary>
    public string? Subject { get; init; }

    /// <summary>The segments it addresses.</summary>
    public IReadOnlyList<string>? SegmentIds { get; init; }

    /// <summary>When it is to be sent, with a zone.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>The names of the fields that changed; for an update.</summary>
    public IReadOnlyList<string>? ChangedFields { get; init; }

    /// <summary>Who did it: a user's or a system's id.</summary>
    public string? ChangedBy { get; init; }
}

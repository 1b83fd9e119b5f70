namespace InsideLabs.Events.Engagement;

/// <summary>A campaign left for its recipients.</summary>
public sealed record CampaignSentPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>The segments it went to.</summary>
    public IReadOnlyList<string>? SegmentIds { get; init; }

    /// <summary>How many recipients it was addressed to.</summary>
    public long? RecipientCount { get; init; }

    /// <summary>The user it reached, when the publisher knows one.</summary>
    public string? UserId { get; init; }

    /// <summary>The message that carried the campaign to the user.</summary>
    public string? MessageId { get; init; }

    /// <summary>The address it went to: an email address, a phone number, a device token.</summary>
    public string? Recipient { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A recipient unsubscribed through a campaign.</summary>
public sealed record CampaignUnsubscribedPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>The user it reached, when the publisher knows one.</summary>
    public string? UserId { get; init; }

    /// <summary>The message that carried the campaign to the user.</summary>
    public string? MessageId { get; init; }

    /// <summary>The address it went to: an email address, a phone number, a device token.</summary>
    public string? Recipient { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>What was unsubscribed from; absent when everything was.</summary>
    public string? Topic { get; init; }

    /// <summary>Why, in the user's words.</summary>
    public string? Reason { get; init; }
}

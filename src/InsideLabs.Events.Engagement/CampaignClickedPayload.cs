namespace InsideLabs.Events.Engagement;

/// <summary>A recipient followed a link of a campaign.</summary>
public sealed record CampaignClickedPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>Where the link leads.</summary>
    public string? Url { get; init; }

    /// <summary>The link's id within the campaign.</summary>
    public string? LinkId { get; init; }

    /// <summary>The user it reached, when the publisher knows one.</summary>
    public string? UserId { get; init; }

    /// <summary>The message that carried the campaign to the user.</summary>
    public string? MessageId { get; init; }

    /// <summary>The address it went to: an email address, a phone number, a device token.</summary>
    public string? Recipient { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>The user agent that reported it.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The address that reported it.</summary>
    public string? IpAddress { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A recipient followed a link of a message.</summary>
public sealed record MessageClickedPayload
{
    /// <summary>The message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The user it is meant for.</summary>
    public string? UserId { get; init; }

    /// <summary>The campaign it belongs to; absent for a single message.</summary>
    public string? CampaignId { get; init; }

    /// <summary>The address it went to: an email address, a phone number, a device token.</summary>
    public string? Recipient { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>Where the link leads.</summary>
    public string? Url { get; init; }

    /// <summary>The link's id within the message.</summary>
    public string? LinkId { get; init; }

    /// <summary>The user agent that reported it.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The address that reported it.</summary>
    public string? IpAddress { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A recipient opened a message.</summary>
public sealed record MessageOpenedPayload
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

    /// <summary>The user agent that reported it.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The address that reported it.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Whether a machine opened it, such as a mail client's image proxy, as far as the publisher can tell.</summary>
    public bool? IsMachine { get; init; }
}

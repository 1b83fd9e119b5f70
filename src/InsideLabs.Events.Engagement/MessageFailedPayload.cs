namespace InsideLabs.Events.Engagement;

/// <summary>A message could not be sent: no provider took it.</summary>
public sealed record MessageFailedPayload
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

    /// <summary>The provider that refused it.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the publisher tries again.</summary>
    public bool? WillRetry { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A message reached its recipient's mailbox or device.</summary>
public sealed record MessageDeliveredPayload
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

    /// <summary>The provider that reported the delivery.</summary>
    public string? Provider { get; init; }
}

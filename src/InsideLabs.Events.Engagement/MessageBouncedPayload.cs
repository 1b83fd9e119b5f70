namespace InsideLabs.Events.Engagement;

/// <summary>The receiving side refused a message.</summary>
public sealed record MessageBouncedPayload
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

    /// <summary><c>hard</c> when the address will never work, <c>soft</c> when it may work later.</summary>
    public string? Kind { get; init; }

    /// <summary>What the receiving side said.</summary>
    public string? Reason { get; init; }

    /// <summary>Its code, such as the SMTP status <c>5.1.1</c>.</summary>
    public string? DiagnosticCode { get; init; }
}

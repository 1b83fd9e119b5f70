namespace InsideLabs.Events.Engagement;

/// <summary>A campaign could not be delivered to one recipient.</summary>
public sealed record CampaignBouncedPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary><c>hard</c> when the address will never work, <c>soft</c> when it may work later.</summary>
    public string? Kind { get; init; }

    /// <summary>What the receiving side said.</summary>
    public string? Reason { get; init; }

    /// <summary>Its code, such as the SMTP status <c>5.1.1</c>.</summary>
    public string? DiagnosticCode { get; init; }

    /// <summary>The user it reached, when the publisher knows one.</summary>
    public string? UserId { get; init; }

    /// <summary>The message that carried the campaign to the user.</summary>
    public string? MessageId { get; init; }

    /// <summary>The address it went to: an email address, a phone number, a device token.</summary>
    public string? Recipient { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A message left for its recipient.</summary>
public sealed record MessageSentPayload
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

    /// <summary>The template it was made from.</summary>
    public string? TemplateId { get; init; }

    /// <summary>The subject line or title that the recipient sees.</summary>
    public string? Subject { get; init; }

    /// <summary>The provider it was handed to.</summary>
    public string? Provider { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A recipient reached the goal of a campaign.</summary>
public sealed record CampaignConvertedPayload
{
    /// <summary>The campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>The goal that was reached, such as <c>purchase</c> or <c>signup</c>.</summary>
    public string? Goal { get; init; }

    /// <summary>What the conversion is worth, in <see cref="Currency"/>.</summary>
    public decimal? Value { get; init; }

    /// <summary>The currency of <see cref="Value"/>, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>The order that the conversion led to.</summary>
    public string? OrderId { get; init; }

    /// <summary>The user it reached, when the publisher knows one.</summary>
    public string? UserId { get; init; }

    /// <summary>The message that carried the campaign to the user.</summary>
    public string? MessageId { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }
}

namespace InsideLabs.Events.Engagement;

/// <summary>A user subscribed or unsubscribed.</summary>
public sealed record UserSubscriptionPayload
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's email address.</summary>
    public string? Email { get; init; }

    /// <summary>How it travels, such as <c>email</c>, <c>sms</c> or <c>push</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>What was subscribed to or unsubscribed from; absent when everything was.</summary>
    public string? Topic { get; init; }

    /// <summary>Where it happened, such as <c>signup_form</c>, <c>preference_center</c> or <c>import</c>.</summary>
    public string? Source { get; init; }

    /// <summary>The campaign that led to it.</summary>
    public string? CampaignId { get; init; }

    /// <summary>Why, in the user's words.</summary>
    public string? Reason { get; init; }
}

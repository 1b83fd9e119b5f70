namespace InsideLabs.Events.Engagement;

/// <summary>The names of the engagement domain's event types, for patterns, attributes and <c>switch</c>.</summary>
public static class EngagementEventTypes
{
    /// <summary>Campaign created.</summary>
    public const string CampaignCreated = "engagement.campaign.created";

    /// <summary>Campaign updated.</summary>
    public const string CampaignUpdated = "engagement.campaign.updated";

    /// <summary>Campaign archived.</summary>
    public const string CampaignArchived = "engagement.campaign.archived";

    /// <summary>Campaign sent.</summary>
    public const string CampaignSent = "engagement.campaign.sent";

    /// <summary>Campaign delivered.</summary>
    public const string CampaignDelivered = "engagement.campaign.delivered";

    /// <summary>Campaign opened.</summary>
    public const string CampaignOpened = "engagement.campaign.opened";

    /// <summary>Campaign clicked.</summary>
    public const string CampaignClicked = "engagement.campaign.clicked";

    /// <summary>Campaign bounced.</summary>
    public const string CampaignBounced = "engagement.campaign.bounced";

    /// <summary>Campaign unsubscribed.</summary>
    public const string CampaignUnsubscribed = "engagement.campaign.unsubscribed";

    /// <summary>Campaign converted.</summary>
    public const string CampaignConverted = "engagement.campaign.converted";

    /// <summary>Segment created.</summary>
    public const string SegmentCreated = "engagement.segment.created";

    /// <summary>Segment updated.</summary>
    public const string SegmentUpdated = "engagement.segment.updated";

    /// <summary>Segment archived.</summary>
    public const string SegmentArchived = "engagement.segment.archived";

    /// <summary>User added to segment.</summary>
    public const string SegmentUserAdded = "engagement.segment.user.added";

    /// <summary>User removed from segment.</summary>
    public const string SegmentUserRemoved = "engagement.segment.user.removed";

    /// <summary>Message sent.</summary>
    public const string MessageSent = "engagement.message.sent";

    /// <summary>Message delivered.</summary>
    public const string MessageDelivered = "engagement.message.delivered";

    /// <summary>Message opened.</summary>
    public const string MessageOpened = "engagement.message.opened";

    /// <summary>Message clicked.</summary>
    public const string MessageClicked = "engagement.message.clicked";

    /// <summary>Message bounced.</summary>
    public const string MessageBounced = "engagement.message.bounced";

    /// <summary>Message failed.</summary>
    public const string MessageFailed = "engagement.message.failed";

    /// <summary>User subscribed.</summary>
    public const string UserSubscribed = "engagement.user.subscribed";

    /// <summary>User unsubscribed.</summary>
    public const string UserUnsubscribed = "engagement.user.unsubscribed";

    /// <summary>User attributes updated.</summary>
    public const string UserAttributesUpdated = "engagement.user.attributes.updated";

    /// <summary>Settings updated.</summary>
    public const string SettingsUpdated = "engagement.settings.updated";
}

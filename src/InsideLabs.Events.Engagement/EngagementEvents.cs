using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Engagement;

/// <summary>
/// The engagement domain: 25 events with typed payloads. A payload requires only its ids, see each type's <c>required</c>
/// members; members that a type does not know are kept and delivered.
/// </summary>
public static class EngagementEvents
{
    /// <summary>Campaign created.</summary>
    public static EventDefinition<CampaignChangedPayload> CampaignCreated { get; } =
        Define(EngagementEventTypes.CampaignCreated, "Campaign created", EngagementJson.Default.CampaignChangedPayload);

    /// <summary>Campaign updated.</summary>
    public static EventDefinition<CampaignChangedPayload> CampaignUpdated { get; } =
        Define(EngagementEventTypes.CampaignUpdated, "Campaign updated", EngagementJson.Default.CampaignChangedPayload);

    /// <summary>Campaign archived.</summary>
    public static EventDefinition<CampaignChangedPayload> CampaignArchived { get; } =
        Define(EngagementEventTypes.CampaignArchived, "Campaign archived", EngagementJson.Default.CampaignChangedPayload);

    /// <summary>Campaign sent.</summary>
    public static EventDefinition<CampaignSentPayload> CampaignSent { get; } =
        Define(EngagementEventTypes.CampaignSent, "Campaign sent", EngagementJson.Default.CampaignSentPayload);

    /// <summary>Campaign delivered.</summary>
    public static EventDefinition<CampaignDeliveredPayload> CampaignDelivered { get; } =
        Define(EngagementEventTypes.CampaignDelivered, "Campaign delivered", EngagementJson.Default.CampaignDeliveredPayload);

    /// <summary>Campaign opened.</summary>
    public static EventDefinition<CampaignOpenedPayload> CampaignOpened { get; } =
        Define(EngagementEventTypes.CampaignOpened, "Campaign opened", EngagementJson.Default.CampaignOpenedPayload);

    /// <summary>Campaign clicked.</summary>
    public static EventDefinition<CampaignClickedPayload> CampaignClicked { get; } =
        Define(EngagementEventTypes.CampaignClicked, "Campaign clicked", EngagementJson.Default.CampaignClickedPayload);

    /// <summary>Campaign bounced.</summary>
    public static EventDefinition<CampaignBouncedPayload> CampaignBounced { get; } =
        Define(EngagementEventTypes.CampaignBounced, "Campaign bounced", EngagementJson.Default.CampaignBouncedPayload);

    /// <summary>Campaign unsubscribed.</summary>
    public static EventDefinition<CampaignUnsubscribedPayload> CampaignUnsubscribed { get; } =
        Define(EngagementEventTypes.CampaignUnsubscribed, "Campaign unsubscribed", EngagementJson.Default.CampaignUnsubscribedPayload);

    /// <summary>Campaign converted.</summary>
    public static EventDefinition<CampaignConvertedPayload> CampaignConverted { get; } =
        Define(EngagementEventTypes.CampaignConverted, "Campaign converted", EngagementJson.Default.CampaignConvertedPayload);

    /// <summary>Segment created.</summary>
    public static EventDefinition<SegmentChangedPayload> SegmentCreated { get; } =
        Define(EngagementEventTypes.SegmentCreated, "Segment created", EngagementJson.Default.SegmentChangedPayload);

    /// <summary>Segment updated.</summary>
    public static EventDefinition<SegmentChangedPayload> SegmentUpdated { get; } =
        Define(EngagementEventTypes.SegmentUpdated, "Segment updated", EngagementJson.Default.SegmentChangedPayload);

    /// <summary>Segment archived.</summary>
    public static EventDefinition<SegmentChangedPayload> SegmentArchived { get; } =
        Define(EngagementEventTypes.SegmentArchived, "Segment archived", EngagementJson.Default.SegmentChangedPayload);

    /// <summary>User added to segment.</summary>
    public static EventDefinition<SegmentUserPayload> SegmentUserAdded { get; } =
        Define(EngagementEventTypes.SegmentUserAdded, "User added to segment", EngagementJson.Default.SegmentUserPayload);

    /// <summary>User removed from segment.</summary>
    public static EventDefinition<SegmentUserPayload> SegmentUserRemoved { get; } =
        Define(EngagementEventTypes.SegmentUserRemoved, "User removed from segment", EngagementJson.Default.SegmentUserPayload);

    /// <summary>Message sent.</summary>
    public static EventDefinition<MessageSentPayload> MessageSent { get; } =
        Define(EngagementEventTypes.MessageSent, "Message sent", EngagementJson.Default.MessageSentPayload);

    /// <summary>Message delivered.</summary>
    public static EventDefinition<MessageDeliveredPayload> MessageDelivered { get; } =
        Define(EngagementEventTypes.MessageDelivered, "Message delivered", EngagementJson.Default.MessageDeliveredPayload);

    /// <summary>Message opened.</summary>
    public static EventDefinition<MessageOpenedPayload> MessageOpened { get; } =
        Define(EngagementEventTypes.MessageOpened, "Message opened", EngagementJson.Default.MessageOpenedPayload);

    /// <summary>Message clicked.</summary>
    public static EventDefinition<MessageClickedPayload> MessageClicked { get; } =
        Define(EngagementEventTypes.MessageClicked, "Message clicked", EngagementJson.Default.MessageClickedPayload);

    /// <summary>Message bounced.</summary>
    public static EventDefinition<MessageBouncedPayload> MessageBounced { get; } =
        Define(EngagementEventTypes.MessageBounced, "Message bounced", EngagementJson.Default.MessageBouncedPayload);

    /// <summary>Message failed.</summary>
    public static EventDefinition<MessageFailedPayload> MessageFailed { get; } =
        Define(EngagementEventTypes.MessageFailed, "Message failed", EngagementJson.Default.MessageFailedPayload);

    /// <summary>User subscribed.</summary>
    public static EventDefinition<UserSubscriptionPayload> UserSubscribed { get; } =
        Define(EngagementEventTypes.UserSubscribed, "User subscribed", EngagementJson.Default.UserSubscriptionPayload);

    /// <summary>User unsubscribed.</summary>
    public static EventDefinition<UserSubscriptionPayload> UserUnsubscribed { get; } =
        Define(EngagementEventTypes.UserUnsubscribed, "User unsubscribed", EngagementJson.Default.UserSubscriptionPayload);

    /// <summary>User attributes updated.</summary>
    public static EventDefinition<UserAttributesPayload> UserAttributesUpdated { get; } =
        Define(EngagementEventTypes.UserAttributesUpdated, "User attributes updated", EngagementJson.Default.UserAttributesPayload);

    /// <summary>Settings updated.</summary>
    public static EventDefinition<SettingsPayload> SettingsUpdated { get; } =
        Define(EngagementEventTypes.SettingsUpdated, "Settings updated", EngagementJson.Default.SettingsPayload);

    /// <summary>The domain with all its events, which it alone publishes: <c>sourceDomain</c> is <c>Engagement</c>.</summary>
    public static EventDomain Domain { get; } = EventDomain.Create(
        "engagement",
        "Engagement",
        CampaignCreated,
        CampaignUpdated,
        CampaignArchived,
        CampaignSent,
        CampaignDelivered,
        CampaignOpened,
        CampaignClicked,
        CampaignBounced,
        CampaignUnsubscribed,
        CampaignConverted,
        SegmentCreated,
        SegmentUpdated,
        SegmentArchived,
        SegmentUserAdded,
        SegmentUserRemoved,
        MessageSent,
        MessageDelivered,
        MessageOpened,
        MessageClicked,
        MessageBounced,
        MessageFailed,
        UserSubscribed,
        UserUnsubscribed,
        UserAttributesUpdated,
        SettingsUpdated);

    private static EventDefinition<TPayload> Define<TPayload>(string type, string description, JsonTypeInfo<TPayload> payload)
        where TPayload : class => new(type, description, payload);
}

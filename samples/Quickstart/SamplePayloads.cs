using System.Text.Json;
using InsideLabs.Events.Engagement;
using static Quickstart.SampleEvent;

namespace Quickstart;

/// <summary>
/// The story of one campaign: it is made, sent, read by Ada, bounced by Bob and archived; and Ada becomes a member. One event
/// of every type of the engagement domain and one of this application's own.
/// </summary>
internal static class SamplePayloads
{
    private const string Campaign = "c-42";
    private const string Segment = "s-7";
    private const string Ada = "u-1001";
    private const string Bob = "u-1002";
    private const string AdasMessage = "m-9001";
    private const string BobsMessage = "m-9002";
    private const string AdasAddress = "ada@example.com";
    private const string BobsAddress = "bob@example.com";
    private const string Marketer = "u-1";
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

    private static readonly DateTimeOffset SendingTime = new(2026, 4, 9, 7, 30, 0, TimeSpan.Zero);

    /// <summary>Every event, in the order of the story.</summary>
    public static IReadOnlyList<SampleEvent> All { get; } = [.. Preparation(), .. Sending(), .. Reactions(), .. Aftermath()];

    private static SampleEvent[] Preparation() =>
    [
        Of(EngagementEvents.SettingsUpdated, new()
        {
            Section = "sending", Settings = Members("""{"dailyLimit":50000,"quietHours":{"from":"22:00","to":"07:00"}}"""), ChangedBy = Marketer,
        }),
        Of(EngagementEvents.SegmentCreated, new()
        {
            SegmentId = Segment, Name = "Lapsed buyers", Description = "Nobody who bought in the last 90 days", Kind = "dynamic", UserCount = 0,
            ChangedBy = Marketer,
        }),
        Of(EngagementEvents.SegmentUserAdded, new() { SegmentId = Segment, UserId = Ada, SegmentName = "Lapsed buyers", Reason = "rule_matched" }),
        Of(EngagementEvents.SegmentUpdated, new()
        {
            SegmentId = Segment, Name = "Lapsed buyers", Kind = "dynamic", UserCount = 2, ChangedFields = ["userCount"], ChangedBy = "system",
        }),
        Of(EngagementEvents.UserSubscribed, new() { UserId = Ada, Email = AdasAddress, Channel = "email", Topic = "newsletter", Source = "signup_form" }),
        Of(EngagementEvents.CampaignCreated, new()
        {
            CampaignId = Campaign, Name = "Spring sale", Channel = "email", Status = "draft", Subject = "20 % off until Sunday",
            SegmentIds = [Segment], ChangedBy = Marketer,
        }),
        Of(EngagementEvents.CampaignUpdated, new()
        {
            CampaignId = Campaign, Name = "Spring sale", Channel = "email", Status = "scheduled", ScheduledFor = SendingTime,
            ChangedFields = ["status", "scheduledFor"], ChangedBy = Marketer,
        }),
    ];

    private static SampleEvent[] Sending() =>
    [
        Of(EngagementEvents.CampaignSent, new()
        {
            CampaignId = Campaign, Name = "Spring sale", Channel = "email", SegmentIds = [Segment], RecipientCount = 2,
        }),
        Of(EngagementEvents.MessageSent, new()
        {
            MessageId = AdasMessage, UserId = Ada, CampaignId = Campaign, Recipient = AdasAddress, Channel = "email", TemplateId = "t-3",
            Subject = "20 % off until Sunday", Provider = "sendgrid",
        }),
        Of(EngagementEvents.MessageDelivered, new()
        {
            MessageId = AdasMessage, UserId = Ada, CampaignId = Campaign, Recipient = AdasAddress, Channel = "email", Provider = "sendgrid",
        }),
        Of(EngagementEvents.CampaignDelivered, new()
        {
            CampaignId = Campaign, UserId = Ada, MessageId = AdasMessage, Recipient = AdasAddress, Channel = "email", Provider = "sendgrid",
        }),
        Of(EngagementEvents.MessageBounced, new()
        {
            MessageId = BobsMessage, UserId = Bob, CampaignId = Campaign, Recipient = BobsAddress, Channel = "email", Kind = "hard",
            Reason = "mailbox unknown", DiagnosticCode = "5.1.1",
        }),
        Of(EngagementEvents.CampaignBounced, new()
        {
            CampaignId = Campaign, Kind = "hard", Reason = "mailbox unknown", DiagnosticCode = "5.1.1", UserId = Bob, MessageId = BobsMessage,
            Recipient = BobsAddress, Channel = "email",
        }),
        Of(EngagementEvents.MessageFailed, new()
        {
            MessageId = "m-9003", UserId = Bob, Recipient = "+49301234567", Channel = "sms", Provider = "twilio", ErrorCode = "30008",
            Reason = "unknown error", WillRetry = false,
        }),
    ];

    private static SampleEvent[] Reactions() =>
    [
        Of(EngagementEvents.MessageOpened, new()
        {
            MessageId = AdasMessage, UserId = Ada, CampaignId = Campaign, Channel = "email", UserAgent = Browser, IpAddress = "198.51.100.7",
            IsMachine = false,
        }),
        Of(EngagementEvents.CampaignOpened, new()
        {
            CampaignId = Campaign, UserId = Ada, MessageId = AdasMessage, Channel = "email", UserAgent = Browser, IpAddress = "198.51.100.7",
        }),
        Of(EngagementEvents.MessageClicked, new()
        {
            MessageId = AdasMessage, UserId = Ada, CampaignId = Campaign, Url = "https://shop.example/sale?utm_campaign=c-42", LinkId = "cta",
            UserAgent = Browser,
        }),
        Of(EngagementEvents.CampaignClicked, new()
        {
            CampaignId = Campaign, Url = "https://shop.example/sale?utm_campaign=c-42", LinkId = "cta", UserId = Ada, MessageId = AdasMessage,
            Channel = "email", UserAgent = Browser,
        }),
        Of(EngagementEvents.CampaignConverted, new()
        {
            CampaignId = Campaign, Goal = "purchase", Value = 49.90m, Currency = "EUR", OrderId = "o-77", UserId = Ada, MessageId = AdasMessage,
        }),
        Of(EngagementEvents.CampaignUnsubscribed, new()
        {
            CampaignId = Campaign, UserId = Bob, Recipient = BobsAddress, Channel = "email", Topic = "newsletter", Reason = "too many mails",
        }),
        Of(EngagementEvents.UserUnsubscribed, new()
        {
            UserId = Bob, Email = BobsAddress, Channel = "email", Topic = "newsletter", Source = "preference_center", CampaignId = Campaign,
        }),
    ];

    private static SampleEvent[] Aftermath() =>
    [
        Of(MembershipEvents.MembershipCreated, new()
        {
            MembershipId = "mb-5", UserId = Ada, Plan = "gold", MonthlyFee = 9.90m, Currency = "EUR", StartsAt = SendingTime.AddDays(1),
        }),
        Of(EngagementEvents.UserAttributesUpdated, new()
        {
            UserId = Ada, Attributes = Members("""{"plan":"gold","lifetimeValue":149.70,"tags":["buyer","member"]}"""),
            RemovedAttributes = ["trialEndsAt"], Source = "api",
        }),
        Of(EngagementEvents.SegmentUserRemoved, new() { SegmentId = Segment, UserId = Ada, SegmentName = "Lapsed buyers", Reason = "bought" }),
        Of(EngagementEvents.SegmentArchived, new() { SegmentId = Segment, Name = "Lapsed buyers", UserCount = 1, ChangedBy = Marketer }),
        Of(EngagementEvents.CampaignArchived, new() { CampaignId = Campaign, Name = "Spring sale", Status = "archived", ChangedBy = Marketer }),
    ];

    private static Dictionary<string, JsonElement> Members(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}

using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Engagement.Tests;

/// <summary>For every event of the domain a payload with every member set, as its definition writes it.</summary>
internal static class RealisticPayloads
{
    private static readonly DateTimeOffset Tomorrow = new(2026, 4, 9, 7, 30, 0, TimeSpan.Zero);

    private static readonly CampaignChangedPayload Campaign = new()
    {
        CampaignId = "c-42",
        Name = "Spring sale",
        Channel = "email",
        Status = "scheduled",
        Subject = "20 % off until Sunday ☀",
        SegmentIds = ["s-7", "s-9"],
        ScheduledFor = Tomorrow,
        ChangedFields = ["status", "scheduledFor"],
        ChangedBy = "u-1",
    };

    private static readonly SegmentChangedPayload Segment = new()
    {
        SegmentId = "s-7",
        Name = "Lapsed buyers",
        Description = "Nobody who bought in the last 90 days",
        Kind = "dynamic",
        UserCount = 5_000_000_000,
        ChangedFields = ["name"],
        ChangedBy = "u-1",
    };

    private static readonly SegmentUserPayload Membership = new()
    {
        SegmentId = "s-7",
        UserId = "u-1001",
        SegmentName = "Lapsed buyers",
        Reason = "rule_matched",
        ChangedBy = "system",
    };

    private static readonly UserSubscriptionPayload Subscription = new()
    {
        UserId = "u-1001",
        Email = "ada@example.com",
        Channel = "email",
        Topic = "newsletter",
        Source = "preference_center",
        CampaignId = "c-42",
        Reason = "too many mails",
    };

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>(
        [
            Write(EngagementEvents.CampaignCreated, Campaign),
            Write(EngagementEvents.CampaignUpdated, Campaign),
            Write(EngagementEvents.CampaignArchived, Campaign),
            Write(EngagementEvents.CampaignSent, new()
            {
                CampaignId = "c-42", Name = "Spring sale", Channel = "email", SegmentIds = ["s-7"], RecipientCount = 12_345,
                UserId = "u-1001", MessageId = "m-1", Recipient = "ada@example.com",
            }),
            Write(EngagementEvents.CampaignDelivered, new()
            {
                CampaignId = "c-42", UserId = "u-1001", MessageId = "m-1", Recipient = "ada@example.com", Channel = "email",
                Provider = "sendgrid",
            }),
            Write(EngagementEvents.CampaignOpened, new()
            {
                CampaignId = "c-42", UserId = "u-1001", MessageId = "m-1", Recipient = "ada@example.com", Channel = "email",
                UserAgent = "Mozilla/5.0", IpAddress = "198.51.100.7", IsMachine = false,
            }),
            Write(EngagementEvents.CampaignClicked, new()
            {
                CampaignId = "c-42", Url = "https://shop.example/sale?utm=1&x=2", LinkId = "cta", UserId = "u-1001", MessageId = "m-1",
                Recipient = "ada@example.com", Channel = "email", UserAgent = "Mozilla/5.0", IpAddress = "198.51.100.7",
            }),
            Write(EngagementEvents.CampaignBounced, new()
            {
                CampaignId = "c-42", Kind = "hard", Reason = "mailbox unknown", DiagnosticCode = "5.1.1", UserId = "u-1002",
                MessageId = "m-2", Recipient = "gone@example.com", Channel = "email",
            }),
            Write(EngagementEvents.CampaignUnsubscribed, new()
            {
                CampaignId = "c-42", UserId = "u-1001", MessageId = "m-1", Recipient = "ada@example.com", Channel = "email",
                Topic = "newsletter", Reason = "too many mails",
            }),
            Write(EngagementEvents.CampaignConverted, new()
            {
                CampaignId = "c-42", Goal = "purchase", Value = 49.90m, Currency = "EUR", OrderId = "o-77", UserId = "u-1001",
                MessageId = "m-1", Channel = "email",
            }),
            Write(EngagementEvents.SegmentCreated, Segment),
            Write(EngagementEvents.SegmentUpdated, Segment),
            Write(EngagementEvents.SegmentArchived, Segment),
            Write(EngagementEvents.SegmentUserAdded, Membership),
            Write(EngagementEvents.SegmentUserRemoved, Membership),
            Write(EngagementEvents.MessageSent, new()
            {
                MessageId = "m-1", UserId = "u-1001", CampaignId = "c-42", Recipient = "ada@example.com", Channel = "email",
                TemplateId = "t-3", Subject = "Your receipt", Provider = "sendgrid",
            }),
            Write(EngagementEvents.MessageDelivered, new()
            {
                MessageId = "m-1", UserId = "u-1001", CampaignId = "c-42", Recipient = "ada@example.com", Channel = "email",
                Provider = "sendgrid",
            }),
            Write(EngagementEvents.MessageOpened, new()
            {
                MessageId = "m-1", UserId = "u-1001", CampaignId = "c-42", Recipient = "ada@example.com", Channel = "email",
                UserAgent = "Mozilla/5.0", IpAddress = "198.51.100.7", IsMachine = true,
            }),
            Write(EngagementEvents.MessageClicked, new()
            {
                MessageId = "m-1", UserId = "u-1001", CampaignId = "c-42", Recipient = "ada@example.com", Channel = "email",
                Url = "https://shop.example/receipt", LinkId = "receipt", UserAgent = "Mozilla/5.0", IpAddress = "198.51.100.7",
            }),
            Write(EngagementEvents.MessageBounced, new()
            {
                MessageId = "m-2", UserId = "u-1002", CampaignId = "c-42", Recipient = "gone@example.com", Channel = "email",
                Kind = "soft", Reason = "mailbox full", DiagnosticCode = "4.2.2",
            }),
            Write(EngagementEvents.MessageFailed, new()
            {
                MessageId = "m-3", UserId = "u-1003", CampaignId = "c-42", Recipient = "+49301234567", Channel = "sms",
                Provider = "twilio", ErrorCode = "30008", Reason = "unknown error", WillRetry = true,
            }),
            Write(EngagementEvents.UserSubscribed, Subscription),
            Write(EngagementEvents.UserUnsubscribed, Subscription),
            Write(EngagementEvents.UserAttributesUpdated, new()
            {
                UserId = "u-1001", Attributes = Members("""{"plan":"pro","score":0.75,"tags":["a"],"address":{"city":"Berlin"},"phone":null}"""),
                RemovedAttributes = ["trialEndsAt"], Source = "api", ChangedBy = "u-1",
            }),
            Write(EngagementEvents.SettingsUpdated, new()
            {
                Section = "sending", Settings = Members("""{"dailyLimit":50000,"quietHours":{"from":"22:00","to":"07:00"}}"""),
                RemovedSettings = ["replyTo"], ChangedBy = "u-1",
            }),
        ],
        StringComparer.Ordinal);

    private static KeyValuePair<string, byte[]> Write<TPayload>(EventDefinition<TPayload> definition, TPayload payload)
        where TPayload : class =>
        new(definition.Type.Value, JsonSerializer.SerializeToUtf8Bytes(payload, definition.PayloadInfo));

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}

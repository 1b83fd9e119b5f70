using System.Text.Json.Serialization;

namespace InsideLabs.Events.Engagement;

/// <summary>
/// How the payloads are written and read: camelCase, nothing written for a member without a value, names compared exactly,
/// and no JSON null where a member is required.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CampaignChangedPayload))]
[JsonSerializable(typeof(CampaignSentPayload))]
[JsonSerializable(typeof(CampaignDeliveredPayload))]
[JsonSerializable(typeof(CampaignOpenedPayload))]
[JsonSerializable(typeof(CampaignClickedPayload))]
[JsonSerializable(typeof(CampaignBouncedPayload))]
[JsonSerializable(typeof(CampaignUnsubscribedPayload))]
[JsonSerializable(typeof(CampaignConvertedPayload))]
[JsonSerializable(typeof(SegmentChangedPayload))]
[JsonSerializable(typeof(SegmentUserPayload))]
[JsonSerializable(typeof(MessageSentPayload))]
[JsonSerializable(typeof(MessageDeliveredPayload))]
[JsonSerializable(typeof(MessageOpenedPayload))]
[JsonSerializable(typeof(MessageClickedPayload))]
[JsonSerializable(typeof(MessageBouncedPayload))]
[JsonSerializable(typeof(MessageFailedPayload))]
[JsonSerializable(typeof(UserSubscriptionPayload))]
[JsonSerializable(typeof(UserAttributesPayload))]
[JsonSerializable(typeof(SettingsPayload))]
internal sealed partial class EngagementJson : JsonSerializerContext;

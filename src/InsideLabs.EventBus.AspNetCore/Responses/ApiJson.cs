using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.AspNetCore.Requests;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>How answers become JSON. Every documented property is written; what has no value is null. Deeper than anything that is accepted, so that it can be shown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(TimestampConverter)],
    MaxDepth = 128,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionChangeRequest))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(CreatedSubscriptionResponse))]
[JsonSerializable(typeof(RotatedSecretResponse))]
[JsonSerializable(typeof(DeliveryOpeningResponse[]))]
[JsonSerializable(typeof(IAsyncEnumerable<SubscriptionResponse>))]
[JsonSerializable(typeof(InteractionRequest))]
[JsonSerializable(typeof(InteractionResponse))]
[JsonSerializable(typeof(ReferenceRequest))]
[JsonSerializable(typeof(ReferenceChangeRequest))]
[JsonSerializable(typeof(ReferenceResponse))]
[JsonSerializable(typeof(IAsyncEnumerable<ReferenceResponse>))]
[JsonSerializable(typeof(SubscriberRequest))]
[JsonSerializable(typeof(SubscriberChangeRequest))]
[JsonSerializable(typeof(SubscriberResponse))]
[JsonSerializable(typeof(IAsyncEnumerable<SubscriberResponse>))]
[JsonSerializable(typeof(GlobalSettingRequest))]
[JsonSerializable(typeof(GlobalSettingResponse))]
[JsonSerializable(typeof(GlobalSettingResponse[]))]
[JsonSerializable(typeof(AdapterSettingsRequest))]
[JsonSerializable(typeof(AdapterSettingsResponse))]
[JsonSerializable(typeof(AdapterSettingsResponse[]))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(EventRequest))]
[JsonSerializable(typeof(EventResponse))]
[JsonSerializable(typeof(PublishResponse))]
[JsonSerializable(typeof(PublishResponse[]))]
[JsonSerializable(typeof(EventTypeResponse))]
[JsonSerializable(typeof(EventTypeResponse[]))]
[JsonSerializable(typeof(DescribedEventTypeResponse))]
[JsonSerializable(typeof(QueueItemResponse))]
[JsonSerializable(typeof(IAsyncEnumerable<QueueItemResponse>))]
[JsonSerializable(typeof(QueueStatsResponse))]
[JsonSerializable(typeof(ProcessedResponse))]
[JsonSerializable(typeof(PurgeRequest))]
[JsonSerializable(typeof(PurgedResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(IAsyncEnumerable<AuditResponse>))]
[JsonSerializable(typeof(AdapterResponse))]
[JsonSerializable(typeof(AdapterResponse[]))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Letters beyond ASCII stay letters: the answers are JSON, never part of a page.</summary>
    public static ApiJson Relaxed => field ??= new ApiJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}

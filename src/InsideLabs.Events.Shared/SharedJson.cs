using System.Text.Json.Serialization;

namespace InsideLabs.Events.Shared;

/// <summary>
/// How the payloads are written and read: camelCase, nothing written for a member without a value, names compared exactly.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PurchaseCompletedPayload))]
[JsonSerializable(typeof(PurchaseRefundedPayload))]
[JsonSerializable(typeof(PaymentSucceededPayload))]
[JsonSerializable(typeof(PaymentFailedPayload))]
[JsonSerializable(typeof(PaymentRefundedPayload))]
internal sealed partial class SharedJson : JsonSerializerContext;

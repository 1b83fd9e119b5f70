using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What an HTTP status means for a delivery. The status decides; the body is only quoted.</summary>
internal static class OutcomeTable
{
    /// <summary>Judges a response.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="retryAfter">How long it asks to be left alone; matters only when the delivery is tried again.</param>
    /// <param name="excerpt">What its body says.</param>
    public static DeliveryResult Judge(int status, TimeSpan? retryAfter, string? excerpt) => status switch
    {
        >= 200 and < 300 => DeliveryResult.Delivered(status, excerpt),
        410 => DeliveryResult.Gone(ErrorCodes.EndpointGone, excerpt, status),
        413 => DeliveryResult.Rejected(ErrorCodes.PayloadRefused, excerpt, status),
        429 => DeliveryResult.Retry(ErrorCodes.Http429, excerpt, status, retryAfter),
        >= 300 and < 400 => DeliveryResult.Retry(ErrorCodes.Http3xx, excerpt, status, retryAfter),
        >= 400 and < 500 => DeliveryResult.Retry(ErrorCodes.Http4xx, excerpt, status, retryAfter),
        >= 500 and < 600 => DeliveryResult.Retry(ErrorCodes.Http5xx, excerpt, status, retryAfter),
        _ => DeliveryResult.Retry(ErrorCodes.ProtocolError, excerpt ?? $"The status {status} is no final answer.", status, retryAfter),
    };
}

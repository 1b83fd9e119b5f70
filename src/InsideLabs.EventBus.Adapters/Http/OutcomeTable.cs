using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What an HTTP status means for a delivery. The status decides; the body is only quoted.</summary>
internal static class OutcomeTable
{
    private const int Gone = 410;

    /// <summary>Judges the answer of an endpoint that belongs to the subscription.</summary>
    /// <param name="answer">The answer.</param>
    public static DeliveryResult Judge(HttpAnswer answer)
    {
        var (status, retryAfter, excerpt, _) = answer;
        return status switch
        {
            >= 200 and < 300 => DeliveryResult.Delivered(status, excerpt),
            Gone => DeliveryResult.Gone(ErrorCodes.EndpointGone, excerpt, status),
            413 => DeliveryResult.Rejected(ErrorCodes.PayloadRefused, excerpt, status),
            429 => DeliveryResult.Retry(ErrorCodes.Http429, excerpt, status, retryAfter),
            >= 300 and < 400 => DeliveryResult.Retry(ErrorCodes.Http3xx, excerpt, status, retryAfter),
            >= 400 and < 500 => DeliveryResult.Retry(ErrorCodes.Http4xx, excerpt, status, retryAfter),
            >= 500 and < 600 => DeliveryResult.Retry(ErrorCodes.Http5xx, excerpt, status, retryAfter),
            _ => DeliveryResult.Retry(ErrorCodes.ProtocolError, excerpt ?? $"The status {status} is no final answer.", status, retryAfter),
        };
    }

    /// <summary>
    /// Judges the answer of a service that all subscriptions share: no answer of its says that a subscription's endpoint is gone.
    /// </summary>
    /// <param name="answer">The answer.</param>
    public static DeliveryResult JudgeService(HttpAnswer answer) => answer.Status == Gone
        ? DeliveryResult.Retry(ErrorCodes.Http4xx, answer.Excerpt, answer.Status, answer.RetryAfter)
        : Judge(answer with { RetryAfter = answer.RetryAfter ?? (answer.Status == 429 ? answer.RateLimitReset : null) });
}

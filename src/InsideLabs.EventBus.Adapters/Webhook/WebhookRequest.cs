using System.Globalization;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Writes the HTTP request of one attempt. The signature covers the very bytes that are sent.</summary>
internal static class WebhookRequest
{
    /// <summary>Makes the request.</summary>
    /// <param name="config">Where and how to send.</param>
    /// <param name="delivery">What to send, and the secrets to sign with.</param>
    /// <param name="now">The time of the attempt.</param>
    public static HttpRequestMessage Create(WebhookConfig config, DeliveryRequest delivery, DateTimeOffset now)
    {
        var body = config.Body ?? delivery.Occurrence.Body;
        var id = delivery.DeliveryId.ToString("D");
        var request = new HttpRequestMessage(config.Method, config.Url) { Content = JsonPost.Content(body) };

        var headers = request.Headers;
        headers.Add(WebhookHeaders.Id, id);
        headers.Add(WebhookHeaders.Timestamp, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        headers.Add(WebhookHeaders.Signature, WebhookSignature.Sign(delivery.SigningSecrets, id, now, body.Span));
        headers.Add(WebhookHeaders.EventId, delivery.Occurrence.Id);
        if (delivery.Occurrence.Kind == OccurrenceKind.Event)
        {
            headers.Add(WebhookHeaders.EventType, delivery.Occurrence.EventType!);
        }

        headers.Add(WebhookHeaders.SubscriptionId, delivery.Subscription.Id.ToString("D"));
        headers.Add(WebhookHeaders.Attempt, delivery.Attempt.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in config.Headers)
        {
            VerbatimHeaders.Add(headers, name, value);
        }

        return request;
    }
}

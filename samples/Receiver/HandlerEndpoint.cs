using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;

namespace Receiver;

/// <summary>
/// Where webhooks arrive. A request is believed when its signature fits, taken once however often it comes, and answered
/// with 200 only after it is on the disk: until then the sender keeps it and sends it again.
/// </summary>
internal static class HandlerEndpoint
{
    /// <summary>An envelope is at most 1 MiB and a little; whatever is larger was not sent by the bus.</summary>
    public const long LargestBody = 2 * 1024 * 1024;

    public static async Task<IResult> HandleAsync(
        string name,
        int? failFirst,
        HttpRequest request,
        SubscriptionSecrets secrets,
        ScriptedFailures failures,
        DeliveryLedger ledger,
        TimeProvider time)
    {
        // The signature covers the bytes as they came, so they are read before anything interprets them.
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        var body = buffer.ToArray();

        var subscriptionId = Header(request, WebhookHeaders.SubscriptionId);
        var webhookId = Header(request, WebhookHeaders.Id);
        if (secrets.Find(subscriptionId) is not { } secret
            || WebhookSignature.Verify(
                secret,
                webhookId,
                Header(request, WebhookHeaders.Timestamp),
                Header(request, WebhookHeaders.Signature),
                body,
                time.GetUtcNow()) != WebhookVerification.Valid)
        {
            return Results.Unauthorized();
        }

        if (failures.ShouldFail(webhookId!, failFirst ?? 0))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        EventEnvelope envelope;
        try
        {
            // The event's id and type come from the body, which is signed, and not from the headers, which are not.
            envelope = EventEnvelope.Read(body);
        }
        catch (EventBusValidationException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }

        var isNew = ledger.Record(new ReceivedDelivery
        {
            WebhookId = webhookId!,
            Handler = name,
            EventId = envelope.Id.Value,
            EventType = envelope.Type.Value,
            SubscriptionId = subscriptionId!,
            Attempt = int.TryParse(Header(request, WebhookHeaders.Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0,
            ReceivedAt = time.GetUtcNow(),
            Envelope = body,
        });
        return Results.Text(isNew ? "taken" : "taken before");
    }

    /// <summary>The one value of a header; a header that came twice is as good as none.</summary>
    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}

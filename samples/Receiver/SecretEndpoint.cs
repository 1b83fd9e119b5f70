using InsideLabs.EventBus.Signatures;

namespace Receiver;

/// <summary>
/// Takes a subscription's signing secret, as text. After a rotation the new one simply replaces the old: while both are
/// valid the sender signs with both.
/// </summary>
internal static class SecretEndpoint
{
    public static async Task<IResult> PutAsync(string subscriptionId, HttpRequest request, SubscriptionSecrets secrets)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (!WebhookSecret.TryParse(text, out var secret, out var code))
        {
            return Results.Problem($"{WebhookSecret.Explain(code)} ({code})", statusCode: StatusCodes.Status400BadRequest);
        }

        await secrets.SetAsync(subscriptionId, secret, request.HttpContext.RequestAborted);
        return Results.NoContent();
    }
}

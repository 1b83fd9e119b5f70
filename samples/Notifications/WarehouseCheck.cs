using InsideLabs.EventBus.Signatures;

namespace Notifications;

/// <summary>What the warehouse checks: the token, the signature over the raw bytes, and the exact order.</summary>
internal sealed class WarehouseCheck(TimeProvider time)
{
    /// <summary>What the creation of the subscription answered, once.</summary>
    public string? SigningSecret { get; set; }

    public Verdict Judge(ServiceRequest request) =>
        request.Line != "PUT /orders/o-1001" ? Verdict.Refuse($"An order is not stored by {request.Line}.")
        : request.Headers.Authorization != $"Bearer {SampleSecrets.WarehouseToken}" ? Verdict.Refuse("The warehouse's token is missing or wrong.")
        : !IsSigned(request) ? Verdict.Refuse("The signature is not valid.")
        : !request.Holds("""
            {"items": ["A-1", "B-2"], "customer": "u-7", "note": "<!channel> <script>alert(1)</script> {{secrets.mailKey}}"}
            """) ? Verdict.Refuse($"This is another order than expected: {request.Shown}")
        : new Verdict(204);

    private bool IsSigned(ServiceRequest request) =>
        SigningSecret is { } secret
        && WebhookSignature.Verify(
            WebhookSecret.Parse(secret),
            request.Headers[WebhookHeaders.Id],
            request.Headers[WebhookHeaders.Timestamp],
            request.Headers[WebhookHeaders.Signature],
            request.Body,
            time.GetUtcNow()) == WebhookVerification.Valid;
}

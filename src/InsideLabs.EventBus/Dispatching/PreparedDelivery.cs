using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>What an attempt is made with, and what must not come out of it again.</summary>
/// <param name="Adapter">Who sends; null when there is a refusal.</param>
/// <param name="Request">What to send; null when there is a refusal.</param>
/// <param name="Refusal">Why nothing can be sent; null when it can.</param>
/// <param name="Warnings">What a person should know.</param>
/// <param name="Signing">The secrets that sign.</param>
/// <param name="Secrets">The other secrets that go in.</param>
/// <param name="Destination">Where it goes; null when nothing is sent, or it shares that with nobody.</param>
internal sealed record PreparedDelivery(
    IDeliveryAdapter? Adapter,
    DeliveryRequest? Request,
    DeliveryResult? Refusal,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<WebhookSecret> Signing,
    IReadOnlyList<string> Secrets,
    string? Destination)
{
    public static PreparedDelivery Refused(DeliveryResult refusal) => new(null, null, refusal, [], [], [], Destination: null);
}

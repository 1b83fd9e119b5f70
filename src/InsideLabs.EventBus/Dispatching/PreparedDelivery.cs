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
internal sealed record PreparedDelivery(
    IDeliveryAdapter? Adapter,
    DeliveryRequest? Request,
    DeliveryResult? Refusal,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<WebhookSecret> Signing,
    IReadOnlyList<string> Secrets)
{
    /// <summary>Where it goes; null when nothing is sent, or nobody shares it.</summary>
    public string? Destination => Request is null ? null : Adapter!.DestinationOf(Request);

    public static PreparedDelivery Refused(DeliveryResult refusal) => new(null, null, refusal, [], [], []);
}

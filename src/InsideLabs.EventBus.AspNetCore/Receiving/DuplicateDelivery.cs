using InsideLabs.EventBus.Events;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>A delivery that was handled before and came again.</summary>
/// <param name="Envelope">The event.</param>
/// <param name="DeliveryId">The delivery's id.</param>
/// <param name="Attempt">Which attempt this is, from 1; 0 when the sender did not say.</param>
/// <param name="SubscriptionId">The subscription, or null when the sender did not say.</param>
/// <param name="HttpContext">The request.</param>
public sealed record DuplicateDelivery(
    EventEnvelope Envelope,
    string DeliveryId,
    int Attempt,
    string? SubscriptionId,
    HttpContext HttpContext)
{
    /// <summary>The request's services.</summary>
    public IServiceProvider Services => HttpContext.RequestServices;
}

using InsideLabs.EventBus.Events;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>A delivery whose signature fits.</summary>
internal sealed record IncomingDelivery(HttpContext HttpContext, EventEnvelope Envelope, DeliveryHeaders Headers)
{
    public string Id => Headers.DeliveryId!;
}

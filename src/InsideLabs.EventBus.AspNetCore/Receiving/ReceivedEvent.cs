using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Receipts;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>An event that arrived, was believed, and was not handled before.</summary>
/// <typeparam name="TPayload">The payload's type, or <see cref="EventEnvelope"/> for an event as it came.</typeparam>
public sealed class ReceivedEvent<TPayload>
    where TPayload : class
{
    /// <summary>The event. Its id and type come from the signed body.</summary>
    public required EventEnvelope Envelope { get; init; }

    /// <summary>The bound payload; the envelope itself when <typeparamref name="TPayload"/> is <see cref="EventEnvelope"/>.</summary>
    public required TPayload Payload { get; init; }

    /// <summary>The delivery's id, the same over all attempts. Signed.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Which attempt this is, from 1; 0 when the sender did not say. Not signed.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The subscription that the event was sent for, or null when the sender did not say. Proven when its own secret fitted, see
    /// <see cref="EventReceiverOptions.ResolveSecrets"/>; with secrets that several subscriptions share it is only what the sender says.
    /// </summary>
    public string? SubscriptionId { get; init; }

    /// <summary>
    /// The open receipt, whose transaction the handler may write in. It is committed when the handler returns and rolled back when
    /// it throws; a handler does neither.
    /// </summary>
    public required IReceipt Receipt { get; init; }

    /// <summary>The request, for route values and the like. Its body has been read.</summary>
    public required HttpContext HttpContext { get; init; }

    /// <summary>The request's services.</summary>
    public IServiceProvider Services => HttpContext.RequestServices;
}

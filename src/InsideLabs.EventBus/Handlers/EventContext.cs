using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Handlers;

/// <summary>An event on its way through a handler.</summary>
/// <typeparam name="TPayload">The payload's type.</typeparam>
/// <param name="Event">The envelope.</param>
/// <param name="Payload">The bound payload; the envelope itself when <typeparamref name="TPayload"/> is <see cref="EventEnvelope"/>.</param>
/// <param name="DeliveryId">The delivery, the same over all attempts; null when the handler is not durable.</param>
/// <param name="Attempt">Which attempt this is, from 1; always 1 when the handler is not durable.</param>
public sealed record EventContext<TPayload>(EventEnvelope Event, TPayload Payload, Guid? DeliveryId, int Attempt)
    where TPayload : class;

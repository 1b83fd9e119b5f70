using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Which events a handler takes, and how to call it with one.</summary>
/// <param name="pattern">The events.</param>
internal abstract class EventRoute(EventPattern pattern)
{
    public EventPattern Pattern { get; } = pattern;

    /// <summary>Prepares the call of the handler.</summary>
    /// <exception cref="EventBusValidationException">The payload does not fit the handler; every fault is named with its path.</exception>
    public abstract Func<CancellationToken, ValueTask> Bind(IncomingDelivery delivery, IReceipt receipt);

    protected static ReceivedEvent<TPayload> Received<TPayload>(IncomingDelivery delivery, IReceipt receipt, TPayload payload)
        where TPayload : class => new()
        {
            Envelope = delivery.Envelope,
            Payload = payload,
            DeliveryId = delivery.Id,
            Attempt = delivery.Headers.Attempt,
            SubscriptionId = delivery.Headers.SubscriptionId,
            Receipt = receipt,
            HttpContext = delivery.HttpContext,
        };
}

/// <summary>Takes events as they came.</summary>
internal sealed class RawEventRoute(
    EventPattern pattern,
    Func<ReceivedEvent<EventEnvelope>, CancellationToken, ValueTask> handler) : EventRoute(pattern)
{
    public override Func<CancellationToken, ValueTask> Bind(IncomingDelivery delivery, IReceipt receipt)
    {
        var received = Received(delivery, receipt, delivery.Envelope);
        return cancellationToken => handler(received, cancellationToken);
    }
}

/// <summary>Takes one event type with its payload bound.</summary>
internal sealed class TypedEventRoute<TPayload>(
    EventDefinition<TPayload> definition,
    Func<ReceivedEvent<TPayload>, CancellationToken, ValueTask> handler) : EventRoute(EventPattern.Parse(definition.Type.Value))
    where TPayload : class
{
    public override Func<CancellationToken, ValueTask> Bind(IncomingDelivery delivery, IReceipt receipt)
    {
        var received = Received(delivery, receipt, Payload(delivery.Envelope.Payload.Span));
        return cancellationToken => handler(received, cancellationToken);
    }

    private TPayload Payload(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, definition.PayloadInfo)!;
        }
        catch (JsonException e)
        {
            // The serializer stops at the first fault; the definition names all of them, each with its path.
            var faults = definition.Check(json);
            throw faults.Count > 0
                ? new EventBusValidationException(faults)
                : new EventBusValidationException("payload" + e.Path?.TrimStart('$'), ErrorCodes.PayloadInvalid, e.Message);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Handlers;

/// <summary>A handler in code: what it listens to, and how to call it with an event.</summary>
/// <param name="pattern">What it listens to.</param>
/// <param name="durableName">The name its deliveries are queued under, or null for a handler that is purely in memory.</param>
internal abstract class HandlerRegistration(EventPattern pattern, string? durableName)
{
    public EventPattern Pattern { get; } = pattern;

    public string? DurableName { get; } = durableName;

    public abstract Type PayloadType { get; }

    /// <summary>Whether the payloads of a definition can be bound to the handler's payload type.</summary>
    public abstract bool CanBind(EventDefinition definition);

    /// <summary>Binds the payload and calls the handler.</summary>
    /// <exception cref="PayloadBindingException">The payload does not fit the handler's payload type.</exception>
    public abstract ValueTask InvokeAsync(
        IServiceProvider services,
        EventEnvelope envelope,
        EventDefinition? definition,
        Guid? deliveryId,
        int attempt,
        CancellationToken cancellationToken);
}

/// <summary>A handler for one payload type.</summary>
internal sealed class HandlerRegistration<TPayload>(
    EventPattern pattern,
    string? durableName,
    JsonTypeInfo<TPayload>? payloadInfo,
    Func<IServiceProvider, EventContext<TPayload>, CancellationToken, ValueTask> invoke)
    : HandlerRegistration(pattern, durableName)
    where TPayload : class
{
    public override Type PayloadType => typeof(TPayload);

    public override bool CanBind(EventDefinition definition) =>
        typeof(TPayload) == typeof(EventEnvelope) || payloadInfo is not null || definition is EventDefinition<TPayload>;

    public override ValueTask InvokeAsync(
        IServiceProvider services,
        EventEnvelope envelope,
        EventDefinition? definition,
        Guid? deliveryId,
        int attempt,
        CancellationToken cancellationToken)
    {
        var context = new EventContext<TPayload>(envelope, Bind(envelope, definition), deliveryId, attempt);
        return invoke(services, context, cancellationToken);
    }

    private TPayload Bind(EventEnvelope envelope, EventDefinition? definition)
    {
        if (envelope is TPayload raw)
        {
            return raw;
        }

        try
        {
            var info = payloadInfo ?? (definition as EventDefinition<TPayload>)?.PayloadInfo
                ?? throw new PayloadBindingException($"'{envelope.Type}' has no payload type to bind: give AddHandler the JsonTypeInfo of {typeof(TPayload).Name}.");
            return JsonSerializer.Deserialize(envelope.Payload.Span, info)
                ?? throw new PayloadBindingException($"The payload of '{envelope.Type}' is null.");
        }
        catch (JsonException e)
        {
            throw new PayloadBindingException($"The payload of '{envelope.Type}' is no {typeof(TPayload).Name}: {e.Message}", e);
        }
    }
}

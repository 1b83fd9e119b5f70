namespace InsideLabs.EventBus.Handlers;

/// <summary>Reacts to events in this process. Events may come more than once when the handler is durable: be idempotent.</summary>
/// <typeparam name="TPayload">The payload's type, or <see cref="Events.EventEnvelope"/> for the raw event.</typeparam>
public interface IEventHandler<TPayload>
    where TPayload : class
{
    /// <summary>Handles one event. An exception is a failure: logged and counted, and retried when the handler is durable.</summary>
    /// <param name="context">The event.</param>
    /// <param name="cancellationToken">Cancelled at shutdown.</param>
    ValueTask HandleAsync(EventContext<TPayload> context, CancellationToken cancellationToken);
}

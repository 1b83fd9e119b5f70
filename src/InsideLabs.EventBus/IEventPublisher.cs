using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus;

/// <summary>
/// Publishes events. When a publish returns, the event and all its deliveries are stored as durably as the store promises;
/// sending happens afterwards. Publishing the same event id again is safe, and returns the first receipt.
/// </summary>
public interface IEventPublisher
{
    /// <summary>Publishes one event of a registered definition.</summary>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <param name="definition">What happened.</param>
    /// <param name="payload">Its data.</param>
    /// <param name="options">Fields that the library would otherwise fill in; required for a shared event, which must say who publishes it.</param>
    /// <param name="cancellationToken">Gives up before the publish is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusValidationException">The event was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException">The event id was used before, for other content.</exception>
    /// <exception cref="EventBusStoreException">The store failed. Publishing again with the same event id is safe.</exception>
    ValueTask<PublishReceipt> PublishAsync<TPayload>(
        EventDefinition<TPayload> definition,
        TPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default)
        where TPayload : class;

    /// <summary>Publishes one event from its parts.</summary>
    /// <param name="newEvent">The event.</param>
    /// <param name="cancellationToken">Gives up before the publish is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusValidationException">The event was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException">The event id was used before, for other content.</exception>
    /// <exception cref="EventBusStoreException">The store failed. Publishing again with the same event id is safe.</exception>
    ValueTask<PublishReceipt> PublishAsync(NewEvent newEvent, CancellationToken cancellationToken = default);

    /// <summary>Publishes several events, all or nothing.</summary>
    /// <param name="newEvents">1 to 1,000 events.</param>
    /// <param name="cancellationToken">Gives up before the publish is admitted; afterwards it is ignored.</param>
    /// <returns>One receipt for each event, in order.</returns>
    /// <exception cref="EventBusValidationException">An event was refused; the fields are named <c>[3].eventType</c>.</exception>
    /// <exception cref="EventBusConflictException">An event id was used before, for other content.</exception>
    /// <exception cref="EventBusStoreException">The store failed. Publishing again with the same event ids is safe.</exception>
    ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyList<NewEvent> newEvents,
        CancellationToken cancellationToken = default);

    /// <summary>Publishes events from their JSON form, as the HTTP API receives it, all or nothing.</summary>
    /// <param name="utf8Json">
    /// In UTF-8, an object with the members of <see cref="NewEvent"/> in camel case, or an array of 1 to 1,000 of them; kept until
    /// the publish is done. The payload's bytes are what receivers get.
    /// </param>
    /// <param name="cancellationToken">Gives up before the publish is admitted; afterwards it is ignored.</param>
    /// <returns>One receipt for each event, in order.</returns>
    /// <exception cref="EventBusValidationException">At least one event was refused; every fault is named, such as <c>[3].eventType</c>.</exception>
    /// <exception cref="EventBusConflictException">An event id was used before, for other content.</exception>
    /// <exception cref="EventBusStoreException">The store failed. Publishing again with the same event ids is safe.</exception>
    ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default);
}

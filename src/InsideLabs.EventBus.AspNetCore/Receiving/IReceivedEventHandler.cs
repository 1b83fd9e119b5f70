using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Handles events that other processes sent here.</summary>
/// <typeparam name="TPayload">The payload's type, or <see cref="EventEnvelope"/> for events as they came.</typeparam>
public interface IReceivedEventHandler<TPayload>
    where TPayload : class
{
    /// <summary>
    /// Handles one event. When it returns, the receipt is committed and the sender is told; when it throws, the receipt is rolled
    /// back and the event comes again.
    /// </summary>
    /// <param name="received">The event.</param>
    /// <param name="cancellationToken">Cancelled when the sender no longer waits; the event then comes again.</param>
    /// <exception cref="RetryLaterException">Throw it when the event cannot be handled for the moment.</exception>
    ValueTask HandleAsync(ReceivedEvent<TPayload> received, CancellationToken cancellationToken);
}

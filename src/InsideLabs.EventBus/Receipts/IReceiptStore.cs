using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Receipts;

/// <summary>
/// What a receiver has handled already, by the ids of the messages. Deliveries come at least once; a receiver that begins a
/// receipt, does its work and commits the receipt together with the work has each effect exactly once.
/// </summary>
public interface IReceiptStore
{
    /// <summary>
    /// Begins to handle a message. While the receipt is open, every other call for the same id waits without holding a thread:
    /// until the receipt is committed, which makes the others duplicates, or rolled back, which gives one of them its turn.
    /// </summary>
    /// <param name="messageId">The message's id, compared ordinally. Any text that is not empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The open receipt, or null when the message was handled before.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    /// <exception cref="EventBusStoreException">
    /// The store cannot be reached (<see cref="ErrorCodes.StoreUnavailable"/>) or has no room (<see cref="ErrorCodes.StoreFull"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is open.</exception>
    ValueTask<IReceipt?> BeginAsync(string messageId, CancellationToken cancellationToken);

    /// <summary>Forgets old receipts, the oldest first. A message that comes again after its receipt was purged is new.</summary>
    /// <param name="before">Receipts begun before this instant are old.</param>
    /// <param name="max">The most receipts to forget in this call, 1 or more, so that no call takes long.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were forgotten; less than <paramref name="max"/> when no more are old.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is less than 1.</exception>
    /// <exception cref="EventBusStoreException">As in <see cref="BeginAsync"/>.</exception>
    ValueTask<int> PurgeAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}

using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Receipts;

/// <summary>
/// One message that is being handled. Disposing it without a commit rolls it back, with everything that was done inside its
/// transaction where the store has one: the message may come again.
/// </summary>
public interface IReceipt : IAsyncDisposable
{
    /// <summary>The message's id.</summary>
    string MessageId { get; }

    /// <summary>
    /// Remembers that the message was handled, together with everything that was done inside the store's transaction. When this
    /// returns, it survives what the store survives. Committing a committed receipt again does nothing.
    /// </summary>
    /// <param name="cancellationToken">Heeded before the commit begins, never while it runs.</param>
    /// <exception cref="InvalidOperationException">The receipt was disposed, or its transaction was ended by someone else.</exception>
    /// <exception cref="EventBusStoreException">
    /// The commit failed (<see cref="ErrorCodes.StoreUnavailable"/>, <see cref="ErrorCodes.StoreFull"/>): treat the message as not
    /// handled.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled before the commit began; the receipt is still open.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

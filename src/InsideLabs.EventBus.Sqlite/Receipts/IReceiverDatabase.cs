using InsideLabs.EventBus.Errors;
using Microsoft.Data.Sqlite;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>
/// The receiver's own database file. SQLite has one writer at a time, and a receipt is one while its handler runs: what the
/// application writes to the same file outside of handlers takes turns with the receipts here, without holding a thread.
/// Connections that only read need not wait for anyone. Inside a handler write in the receipt's own transaction: who has a turn and
/// waits for another one waits for himself.
/// </summary>
public interface IReceiverDatabase
{
    /// <summary>Begins a transaction that may write at once.</summary>
    /// <param name="cancellationToken">Ends the wait for the turn.</param>
    /// <exception cref="EventBusStoreException">
    /// Another process writes for longer than <see cref="SqliteReceiptOptions.BusyTimeout"/>, or the file cannot be opened
    /// (<see cref="ErrorCodes.StoreUnavailable"/>); or there is no room (<see cref="ErrorCodes.StoreFull"/>).
    /// </exception>
    ValueTask<IReceiverWrite> BeginWriteAsync(CancellationToken cancellationToken);
}

/// <summary>A turn to write. Disposing it without a commit rolls it back; until then everyone else waits.</summary>
public interface IReceiverWrite : IAsyncDisposable
{
    /// <summary>The transaction; its <see cref="SqliteTransaction.Connection"/> comes with it. Do not end it yourself.</summary>
    SqliteTransaction Transaction { get; }

    /// <summary>Commits. When this returns, the writes are on the disk.</summary>
    /// <param name="cancellationToken">Heeded before the commit begins, never while it runs.</param>
    /// <exception cref="EventBusStoreException">The commit failed; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The turn is over, or the transaction was ended by someone else.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

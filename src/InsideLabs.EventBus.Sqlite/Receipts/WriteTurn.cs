using Microsoft.Data.Sqlite;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>One transaction at the receiver's file.</summary>
internal sealed class WriteTurn(ReceiverDatabase database, ReceiverFile file, SqliteTransaction transaction) : IReceiverWrite
{
    private bool _committed;
    private int _ended;

    public ReceiverFile File { get; } = file;

    public SqliteTransaction Transaction => _ended == 0
        ? transaction
        : throw new InvalidOperationException("The transaction is over: it was disposed.");

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (_committed)
        {
            return ValueTask.CompletedTask;
        }

        if (Transaction.Connection is null || !File.InTransaction)
        {
            throw new InvalidOperationException(
                "The transaction was ended by someone else: leave commit and rollback to its owner, and throw to roll back.");
        }

        try
        {
            transaction.Commit();
            _committed = true;
            return ValueTask.CompletedTask;
        }
        catch (SqliteException e)
        {
            throw database.Translated(e);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            database.EndTurn(transaction);
        }

        return ValueTask.CompletedTask;
    }
}

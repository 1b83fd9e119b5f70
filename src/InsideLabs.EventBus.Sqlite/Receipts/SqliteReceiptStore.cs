using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>
/// Receipts in the receiver's own file: the id is inserted first, in the transaction that the handler then writes in, and one
/// commit makes both durable.
/// </summary>
internal sealed class SqliteReceiptStore(ReceiverDatabase database, TimeProvider time) : IReceiptStore
{
    public async ValueTask<IReceipt?> BeginAsync(string messageId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        var turn = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
        SqliteReceipt? receipt = null;
        try
        {
            return receipt = turn.File.Insert(messageId, time.GetUtcNow()) ? new SqliteReceipt(messageId, turn) : null;
        }
        catch (SqliteFailure failure)
        {
            throw failure.ForCaller(database.Path);
        }
        finally
        {
            if (receipt is null)
            {
                await turn.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<int> PurgeAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var turn = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            try
            {
                var purged = turn.File.Purge(before, max);
                await turn.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return purged;
            }
            catch (SqliteFailure failure)
            {
                throw failure.ForCaller(database.Path);
            }
        }
    }
}

using InsideLabs.EventBus.Receipts;
using Microsoft.Data.Sqlite;

namespace InsideLabs.EventBus.Sqlite.Receipts;

internal sealed class SqliteReceipt(string messageId, WriteTurn turn) : IReceipt
{
    public string MessageId { get; } = messageId;

    public SqliteTransaction Transaction => turn.Transaction;

    public ValueTask CommitAsync(CancellationToken cancellationToken) => turn.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => turn.DisposeAsync();
}

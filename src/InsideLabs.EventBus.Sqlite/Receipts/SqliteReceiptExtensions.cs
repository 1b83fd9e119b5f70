using InsideLabs.EventBus.Receipts;
using Microsoft.Data.Sqlite;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>What a receipt in a SQLite file offers beyond the port.</summary>
public static class SqliteReceiptExtensions
{
    /// <summary>
    /// The transaction that the receipt is written in. What a handler writes in it has its effect exactly once: it commits together
    /// with the receipt or not at all. Do not end it yourself, and do not use it after the handler has returned.
    /// </summary>
    /// <param name="receipt">An open receipt.</param>
    /// <returns>The transaction; its <see cref="SqliteTransaction.Connection"/> comes with it.</returns>
    /// <exception cref="InvalidOperationException">The receipt comes from another store, or was disposed.</exception>
    public static SqliteTransaction SqliteTransaction(this IReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return receipt is SqliteReceipt sqlite
            ? sqlite.Transaction
            : throw new InvalidOperationException(
                $"The receipt is a {receipt.GetType().Name}, which is not in a SQLite file: register AddSqliteReceipts(\"receiver.db\") as "
                + "the host's only receipt store.");
    }
}

using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>What a unit sees of the transaction that it is executed in.</summary>
internal sealed class WriteScope(SqliteSession session, string path)
{
    public SqliteSession Session => session;

    public string Path => path;

    /// <summary>
    /// Numbers the transactions, tried ones too: whoever marks a thing with it has marked it for this transaction only, and
    /// a rollback needs no cleaning up.
    /// </summary>
    public long Transaction { get; private set; }

    /// <summary>The subscription version as this transaction has made it so far.</summary>
    public long SubscriptionsVersion { get; set; }

    public void Begin(long subscriptionsVersion)
    {
        Transaction++;
        SubscriptionsVersion = subscriptionsVersion;
        session.Prepared("BEGIN IMMEDIATE").Run();
    }

    public void Commit() => session.Prepared("COMMIT").Run();
}

using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>What a unit sees of the transaction that it is executed in.</summary>
internal sealed class WriteScope(SqliteSession session, string path, FreshDeliveries fresh)
{
    private long? _lastNumber;
    private bool _isNumbered;

    public SqliteSession Session => session;

    public string Path => path;

    /// <summary>The deliveries that have no row yet.</summary>
    public FreshDeliveries Fresh => fresh;

    /// <summary>
    /// The number of the last interaction as this transaction has made it so far. It is read when first asked for and written once,
    /// with the commit: a rollback leaves it as it was, and a transaction without interactions never touches it.
    /// </summary>
    public long LastInteractionNumber
    {
        get => _lastNumber ??= Counter.Read(session, Counter.InteractionNumber);
        set => (_lastNumber, _isNumbered) = (value, true);
    }

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
        (_lastNumber, _isNumbered) = (null, false);
        fresh.Begin(Transaction);
        session.Prepared("BEGIN IMMEDIATE").Run();
    }

    public void Commit()
    {
        if (_isNumbered)
        {
            Counter.Save(session, Counter.InteractionNumber, LastInteractionNumber);
        }

        fresh.BeforeCommit(session);
        session.Prepared("COMMIT").Run();
        fresh.Committed();
    }
}

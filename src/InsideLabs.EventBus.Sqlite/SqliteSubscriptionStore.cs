using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The subscriptions of a database.</summary>
internal sealed class SqliteSubscriptionStore(SqliteDatabase database) : ISubscriptionStore
{
    public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<Subscription?>(cancellationToken)
            : ValueTask.FromResult(database.Readers.Read(session => SubscriptionRow.Find(session, id)));

    public async ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await database.Readers.ReadAsync(session => SubscriptionRow.List(session, filter), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        var unit = new SaveUnit(database.Lanes, write, database.Time);
        database.Writer.Admit(unit);
        return await unit.Done.ConfigureAwait(false);
    }

    public async ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        await database.Readers
            .ReadSnapshotAsync(session => SubscriptionRow.ReadChanges(session, sinceVersion), cancellationToken)
            .ConfigureAwait(false);
}

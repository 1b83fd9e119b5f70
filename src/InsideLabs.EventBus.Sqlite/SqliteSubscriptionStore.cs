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

    public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        return write is { Effect: QueueEffect.Replan, Replan: null }
            ? throw new ArgumentException($"A write that re-plans says how: set {nameof(write.Replan)}.", nameof(write))
            : database.Writer.RunAsync(new SaveUnit(database.Lanes, database.Streaks, write, database.Time), cancellationToken);
    }

    public async ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        await database.Readers
            .ReadSnapshotAsync(session => SubscriptionRow.ReadChanges(session, sinceVersion), cancellationToken)
            .ConfigureAwait(false);
}

using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.References;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The resource types, actions, origins and subscribers of a database.</summary>
internal sealed class SqliteReferenceStore(SqliteDatabase database) : IReferenceStore
{
    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken) =>
        Find(session => ReferenceRow.Find(session, new Reference(kind, id)), cancellationToken);

    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, string mnemonic, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        return Find(session => ReferenceRow.Find(session, kind, mnemonic), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ReferenceItem>> ListAsync(
        ReferenceKind kind,
        int? limit,
        Guid? after,
        CancellationToken cancellationToken) => await database.Readers
        .ReadAsync(session => ReferenceRow.List(session, kind, limit, after), cancellationToken)
        .ConfigureAwait(false);

    public ValueTask<ReferenceResult> SaveAsync(ReferenceKind kind, ReferenceItem item, bool isNew, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return database.Writer.RunAsync(new SaveReferenceUnit(kind, item, isNew), cancellationToken);
    }

    public ValueTask<ReferenceResult> DeleteAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(new DeleteReferenceUnit(new Reference(kind, id)), cancellationToken);

    public ValueTask<Subscriber?> FindSubscriberAsync(Guid id, CancellationToken cancellationToken) =>
        Find(session => SubscriberRow.Find(session, id), cancellationToken);

    public async ValueTask<IReadOnlyList<Subscriber>> ListSubscribersAsync(
        int? limit,
        Guid? after,
        CancellationToken cancellationToken) => await database.Readers
        .ReadAsync(session => SubscriberRow.List(session, limit, after), cancellationToken)
        .ConfigureAwait(false);

    public ValueTask<ReferenceResult> SaveSubscriberAsync(
        Subscriber subscriber,
        bool isNew,
        DateTimeOffset changedAt,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return database.Writer.RunAsync(new SaveSubscriberUnit(database.Lanes, subscriber, isNew, changedAt), cancellationToken);
    }

    public ValueTask<ReferenceResult> DeleteSubscriberAsync(Guid id, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(new DeleteSubscriberUnit(id), cancellationToken);

    private ValueTask<T?> Find<T>(Func<SqliteSession, T?> query, CancellationToken cancellationToken)
        where T : class => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<T?>(cancellationToken)
        : ValueTask.FromResult(database.Readers.Read(query));
}

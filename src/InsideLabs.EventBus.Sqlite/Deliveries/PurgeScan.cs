using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Finds what can be purged, on a reader's connection: the writer only removes what it is given, so however much has to be
/// looked through, publishing and settling need not wait. A purge in many bites goes on where its last bite ended.
/// </summary>
internal sealed class PurgeScan(ReaderPool readers)
{
    private const string NextDelivered = """
        SELECT id FROM deliveries WHERE status = 2 AND completed_at < ?1 AND id > ?2 ORDER BY id LIMIT ?3
        """;

    private const string NextDead = """
        SELECT id FROM deliveries WHERE status = 3 AND completed_at < ?1 AND id > ?2 ORDER BY id LIMIT ?3
        """;

    private readonly Lock _gate = new();
    private Place _last;

    /// <summary>The next deliveries that ended so, by ascending ids; fewer than asked for when there are no more.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(
        DeliveryStatus status, DateTimeOffset completedBefore, int max, CancellationToken cancellationToken)
    {
        var start = StartOf(status, completedBefore);
        var found = await ReadAsync(start, max, cancellationToken).ConfigureAwait(false);
        if (found.Count < max && start.After != Guid.Empty)
        {
            // What ended meanwhile may stand further ahead.
            start = start with { After = Guid.Empty };
            found = await ReadAsync(start, max, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _last = start with { After = found.Count == max ? found[^1] : Guid.Empty };
        }

        return found;
    }

    private Place StartOf(DeliveryStatus status, DateTimeOffset completedBefore)
    {
        lock (_gate)
        {
            return _last.Status == status && _last.CompletedBefore == completedBefore
                ? _last
                : new Place(status, completedBefore, Guid.Empty);
        }
    }

    private Task<List<Guid>> ReadAsync(Place start, int max, CancellationToken cancellationToken) => readers.ReadAsync(
        session => session.Prepared(start.Status == DeliveryStatus.Dead ? NextDead : NextDelivered)
            .Bind(1, start.CompletedBefore)
            .Bind(2, start.After)
            .Bind(3, max)
            .ReadAll(static row => row.Guid(0)),
        cancellationToken);

    /// <param name="Status">What is purged.</param>
    /// <param name="CompletedBefore">The instant before which it ended.</param>
    /// <param name="After">Everything up to this id has been looked at.</param>
    private readonly record struct Place(DeliveryStatus Status, DateTimeOffset CompletedBefore, Guid After);
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Finds what can be purged, on a reader's connection: the writer only removes what it is given, so however much has to be
/// looked through, publishing and settling need not wait. A purge in many bites goes on where its last bite ended. Nothing is
/// looked at that is too young to have ended in time.
/// </summary>
internal sealed class PurgeScan(ReaderPool readers, Lanes lanes)
{
    private const string NextDelivered = """
        SELECT id FROM deliveries WHERE status = 2 AND completed_at < ?1 AND id > ?2 AND id < ?3
        UNION ALL
        SELECT id FROM delivered_at_once WHERE started_at + duration < ?1 AND id > ?2 AND id < ?3
        ORDER BY 1
        """;

    private const string NextDead = """
        SELECT id FROM deliveries WHERE status = 3 AND completed_at < ?1 AND id > ?2 AND id < ?3 ORDER BY id
        """;

    private const string NextCancelled = """
        SELECT id FROM deliveries WHERE status = 4 AND completed_at < ?1 AND id > ?2 AND id < ?3 ORDER BY id
        """;

    private readonly Lock _gate = new();
    private Place? _last;

    /// <summary>The next deliveries that ended so, by ascending ids; fewer than asked for when there are no more.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="max">How many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IReadOnlyList<Guid>> FindAsync(PurgeRequest request, int max, CancellationToken cancellationToken)
    {
        // How many are wanted at once is of no matter to where the last bite ended.
        var start = StartOf(request with { Max = 1 });
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

    /// <summary>The smallest id of all that ended so; null when there is none.</summary>
    public async ValueTask<Guid?> FindOldestAsync(
        DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken)
    {
        var start = new Place(new PurgeRequest(status, completedBefore, Max: 1), Guid.Empty);
        var found = await ReadAsync(start, max: 1, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    private Place StartOf(PurgeRequest request)
    {
        lock (_gate)
        {
            return _last is { } last && last.Request == request ? last : new Place(request, Guid.Empty);
        }
    }

    private Task<List<Guid>> ReadAsync(Place start, int max, CancellationToken cancellationToken)
    {
        var (request, end) = (start.Request, IdTime.EndBefore(start.Request.CompletedBefore));
        return readers.ReadAsync(
            session => session.Prepared(Next(request.Status))
                .Bind(1, request.CompletedBefore)
                .Bind(2, start.After)
                .Bind(3, request.Below is { } below && below.CompareTo(end) < 0 ? below : end)
                .ReadAll(static row => row.Guid(0), HasEnded(request.Status), max),
            cancellationToken);
    }

    /// <summary>What was cancelled while it was sent has ended with the send: until then it may still become delivered.</summary>
    private Func<Guid, bool>? HasEnded(DeliveryStatus status) => status == DeliveryStatus.Cancelled ? id => !lanes.IsClaimed(id) : null;

    private static string Next(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => NextDelivered,
        DeliveryStatus.Dead => NextDead,
        _ => NextCancelled,
    };

    /// <param name="Request">What is purged.</param>
    /// <param name="After">Everything up to this id has been looked at.</param>
    private sealed record Place(PurgeRequest Request, Guid After);
}

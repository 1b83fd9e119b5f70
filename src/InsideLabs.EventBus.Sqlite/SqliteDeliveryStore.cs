using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Deliveries;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The occurrences, the queue and the attempts of a database.</summary>
internal sealed class SqliteDeliveryStore(SqliteDatabase database) : IDeliveryStore
{
    public Durability Durability => database.Durability;

    public ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentOutOfRangeException.ThrowIfZero(commit.Items.Count, nameof(commit));
        return WriteAsync(new CommitUnit(database.Lanes, database.RecordedReferences, commit), cancellationToken);
    }

    public async ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Max, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxPerSubscription, 1, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        var taken = new List<QueuedDelivery>();
        try
        {
            var round = await TakeAsync(request, taken, cancellationToken).ConfigureAwait(false);
            var claimed = Describe(taken);
            var handlers = taken.Where(d => d.IsHandler).ToList();
            if (handlers.Count > 0)
            {
                // Nobody hears of these claims before they are written: the process may die of the first of them.
                await WriteAsync(new HandlerClaimUnit(handlers), CancellationToken.None).ConfigureAwait(false);
            }

            return new ClaimResult(claimed, At(round.NextDueAt), round.SubscriptionsVersion, database.SettingsVersion.Current);
        }
        catch
        {
            database.Lanes.Return(taken);
            throw;
        }
    }

    public ValueTask<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        return settlement.Status is DeliveryStatus.Scheduled or DeliveryStatus.Delivered or DeliveryStatus.Dead
            ? cancellationToken.IsCancellationRequested
                ? ValueTask.FromCanceled<SettleResult>(cancellationToken)
                : database.Writer.RunAsync(new SettleUnit(database.Lanes, database.Streaks, settlement))
            : throw new ArgumentException(
                $"A delivery is settled as scheduled, delivered or dead, not as {settlement.Status}.", nameof(settlement));
    }

    public ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken) =>
        WriteAsync(new ReleaseUnit(database.Lanes, deliveryId, claimNo, deferral: null, database.Time), cancellationToken);

    public ValueTask<bool> DeferAsync(Deferral deferral, CancellationToken cancellationToken) =>
        WriteAsync(new ReleaseUnit(database.Lanes, deferral.DeliveryId, deferral.ClaimNo, deferral, database.Time), cancellationToken);

    public ValueTask<RestartResult> RestartAsync(
        Guid deliveryId,
        DateTimeOffset retryAt,
        DateTimeOffset dueAt,
        long plannedVersion,
        CancellationToken cancellationToken) =>
        WriteAsync(new RestartUnit(database.Lanes, deliveryId, retryAt, dueAt, plannedVersion), cancellationToken);

    public ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        WriteAsync(new CancelUnit(database.Lanes, deliveryId, database.Time), cancellationToken);

    public async ValueTask<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Max, 1, nameof(request));
        CheckEnded(request.Status, nameof(request));
        var (purged, admission) = (0, cancellationToken);
        while (true)
        {
            var wanted = request.Max - purged;
            var found = await database.Purges.FindAsync(request, wanted, admission).ConfigureAwait(false);
            foreach (var slice in found.Chunk(PurgeUnit.MostRows))
            {
                purged += await WriteAsync(new PurgeUnit(database.Lanes, slice, request), admission).ConfigureAwait(false);
                admission = CancellationToken.None;
            }

            // Others may have been faster with some of what was found: then there may be more.
            if (found.Count < wanted || purged == request.Max)
            {
                return purged;
            }
        }
    }

    public ValueTask<Guid?> FindOldestAsync(DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken)
    {
        CheckEnded(status, nameof(status));
        return database.Purges.FindOldestAsync(status, completedBefore, cancellationToken);
    }

    public async ValueTask<int> PurgeAttemptsAsync(Guid below, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var (purged, admission) = (0, cancellationToken);
        while (true)
        {
            var slice = Math.Min(PurgeUnit.MostRows, max - purged);
            var taken = await WriteAsync(new PurgeAttemptsUnit(below, slice), admission).ConfigureAwait(false);
            (purged, admission) = (purged + taken, CancellationToken.None);
            if (taken < slice || purged == max)
            {
                return purged;
            }
        }
    }

    public ValueTask<Guid?> FindOldestAttemptAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<Guid?>(cancellationToken)
            : ValueTask.FromResult(database.Readers.Read(AttemptRow.FindOldest));

    public ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<Occurrence?>(cancellationToken)
            : ValueTask.FromResult(database.Readers.Read(session => OccurrenceRow.Find(session, id)?.Occurrence));
    }

    public ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<Delivery?>(cancellationToken)
            : ValueTask.FromResult(database.Readers.Read(session => Find(session, id)));

    public async ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (claimed, fresh) = (database.Lanes.ClaimedIds(), database.Lanes.ListFresh(filter.SubscriptionId));
        return await database.Readers
            .ReadAsync(session => DeliveryRow.List(session, filter, claimed, fresh), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await database.Readers.ReadAsync(session => AttemptRow.List(session, filter), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.Lanes.Stats(await database.Rows.CountAtOpeningAsync(cancellationToken).ConfigureAwait(false));
    }

    private static void CheckEnded(DeliveryStatus status, string parameter)
    {
        if (status is not (DeliveryStatus.Delivered or DeliveryStatus.Dead or DeliveryStatus.Cancelled))
        {
            throw new ArgumentException($"Delivered, dead or cancelled deliveries can be purged, not {status} ones.", parameter);
        }
    }

    private async ValueTask<ClaimRound> TakeAsync(ClaimRequest request, List<QueuedDelivery> taken, CancellationToken cancellationToken)
    {
        while (true)
        {
            var round = database.Lanes.Take(request, taken);
            if (round.ToAdmit is { } reload)
            {
                Admit(reload);
            }

            if (round.ToAwait is null)
            {
                return round;
            }

            await round.ToAwait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds a delivery; one that has no row may get it, and leave memory, between two looks.</summary>
    private Delivery? Find(SqliteSession session, Guid id)
    {
        var lanes = database.Lanes;
        return DeliveryRow.Find(session, id, lanes.IsClaimed)
            ?? (lanes.FindFresh(id) is { } fresh
                ? FreshRow.Read(session, fresh, lanes.IsClaimed(id))
                : DeliveryRow.Find(session, id, lanes.IsClaimed));
    }

    private List<ClaimedDelivery> Describe(List<QueuedDelivery> taken)
    {
        var forgotten = taken.Where(d => d.Occurrence is null).ToList();
        if (forgotten.Count > 0)
        {
            database.Readers.Read(session =>
            {
                forgotten.ForEach(d => d.Occurrence = OccurrenceRow.Find(session, d.OccurrenceNo)!.Occurrence);
                return forgotten.Count;
            });
        }

        return taken.ConvertAll(static d => new ClaimedDelivery(
            d.Id, d.ClaimNo, d.Occurrence!, d.SubscriptionId, d.Attempts, d.Failures, d.Crashes, At(d.DueAt)!.Value));
    }

    private void Admit(ReloadUnit reload)
    {
        try
        {
            database.Writer.Admit(reload);
        }
        catch (Exception failure)
        {
            reload.Fail(failure);
            throw;
        }
    }

    private ValueTask<T> WriteAsync<T>(WriteUnit<T> unit, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(unit, cancellationToken);

    private static DateTimeOffset? At(long? ticks) => ticks is { } given ? new DateTimeOffset(given, TimeSpan.Zero) : null;
}

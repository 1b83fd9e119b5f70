using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Purging;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// The queue as an operator sees it: what waits, what became of it, and what can be done about it. Deliveries get into it by
/// publishing, and out of it by the dispatcher of the host or by <see cref="ProcessAsync"/>.
/// </summary>
public sealed class DeliveryQueue
{
    private const int MostPerBatch = 1000;

    private readonly IDeliveryStore _store;
    private readonly ISubscriptionStore _subscriptions;
    private readonly ScheduleEvaluator _schedules;
    private readonly BatchProcessor _processor;
    private readonly DeliverySignal _signal;
    private readonly TimeProvider _time;

    internal DeliveryQueue(
        IDeliveryStore store,
        ISubscriptionStore subscriptions,
        ScheduleEvaluator schedules,
        BatchProcessor processor,
        DeliverySignal signal,
        TimeProvider time)
    {
        (_store, _subscriptions, _schedules) = (store, subscriptions, schedules);
        (_processor, _signal, _time) = (processor, signal, time);
    }

    /// <summary>Gets a delivery, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<Delivery?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _store.FindDeliveryAsync(id, cancellationToken);

    /// <summary>Lists deliveries in ascending order of their ids.</summary>
    /// <param name="filter">Which ones; all when null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<IReadOnlyList<Delivery>> ListAsync(DeliveryFilter? filter = null, CancellationToken cancellationToken = default) =>
        _store.ListDeliveriesAsync(filter ?? DeliveryFilter.All, cancellationToken);

    /// <summary>Counts the queue.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken = default) => _store.GetStatsAsync(cancellationToken);

    /// <summary>Lists attempts, newest first.</summary>
    /// <param name="filter">Which ones; all when null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(
        AttemptFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        _store.ListAttemptsAsync(filter ?? AttemptFilter.All, cancellationToken);

    /// <summary>
    /// Delivers what is due now and returns when the outcomes are stored. It is what delivers in a host that runs no dispatcher, and
    /// safe beside one. The limits on concurrent deliveries hold; what falls due during the call waits for the next one.
    /// </summary>
    /// <param name="batchSize">At most so many. Range: 1 to 1,000.</param>
    /// <param name="cancellationToken">Claims no more, cancels what is on its way and gives it back untried; what has ended stays so.</param>
    /// <returns>What was done; nothing while outcomes cannot be stored, or while the host stops.</returns>
    /// <exception cref="EventBusValidationException">The batch size is out of range.</exception>
    /// <exception cref="EventBusStoreException">The store could not be asked for what is due.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public ValueTask<ProcessedDeliveries> ProcessAsync(int batchSize = 10, CancellationToken cancellationToken = default) =>
        batchSize is >= 1 and <= MostPerBatch
            ? _processor.RunAsync(batchSize, cancellationToken)
            : throw new EventBusValidationException(
                "batchSize", ErrorCodes.ParameterInvalid, $"{batchSize} is out of range: give a number from 1 to {MostPerBatch}.");

    /// <summary>
    /// Tries a dead delivery again: it is due now, or when its subscription's delivery window opens, and its retry ladder begins anew.
    /// While its subscription is paused it waits.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <returns>The delivery afterwards.</returns>
    /// <exception cref="EventBusNotFoundException">There is no such delivery.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.NotFailed"/> or <see cref="ErrorCodes.SubscriptionDeleted"/>.</exception>
    public async ValueTask<Delivery> RetryAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        var dead = await _store.FindDeliveryAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NotFound(id);
        var subscription = await _subscriptions.FindAsync(dead.SubscriptionId, cancellationToken).ConfigureAwait(false);
        var dueAt = _schedules.Evaluate(subscription?.DeliverySchedule, now).DueAt;
        switch (await _store.RestartAsync(id, now, dueAt, subscription?.Version ?? 0, cancellationToken).ConfigureAwait(false))
        {
            case RestartResult.NotDead:
                throw new EventBusConflictException(
                    ErrorCodes.NotFailed, $"Delivery '{id}' has not failed. Only one that was given up can be retried by hand.");
            case RestartResult.SubscriptionDeleted:
                throw new EventBusConflictException(
                    ErrorCodes.SubscriptionDeleted, $"Delivery '{id}' cannot be retried: its subscription was deleted.");
            case RestartResult.Restarted:
                _signal.Set();
                break;
        }

        return await GetAsync(id).ConfigureAwait(false);
    }

    /// <summary>Cancels a delivery for good. One that is being sent may still succeed, and then counts as delivered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <returns>The delivery afterwards.</returns>
    /// <exception cref="EventBusNotFoundException">There is no such delivery.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.AlreadyDelivered"/>.</exception>
    public async ValueTask<Delivery> CancelAsync(Guid id, CancellationToken cancellationToken = default)
    {
        switch (await _store.CancelAsync(id, cancellationToken).ConfigureAwait(false))
        {
            case CancelResult.AlreadyDelivered:
                throw new EventBusConflictException(
                    ErrorCodes.AlreadyDelivered, $"Delivery '{id}' was delivered already, which cannot be taken back.");
            case CancelResult.Cancelled:
                // What had to wait for it may go now.
                _signal.Set();
                break;
        }

        return await GetAsync(id).ConfigureAwait(false);
    }

    /// <summary>
    /// Removes deliveries that ended long ago from the queue. Their attempts stay in the audit, and publishing their events again is
    /// a duplicate as before.
    /// </summary>
    /// <param name="status"><see cref="DeliveryStatus.Delivered"/> or <see cref="DeliveryStatus.Dead"/>.</param>
    /// <param name="olderThan">Only those that ended before this instant.</param>
    /// <param name="cancellationToken">Stops between two bites of 1,000; what is removed by then stays removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="EventBusValidationException">The status is neither of the two.</exception>
    public async ValueTask<long> PurgeAsync(DeliveryStatus status, DateTimeOffset olderThan, CancellationToken cancellationToken = default)
    {
        if (status is not (DeliveryStatus.Delivered or DeliveryStatus.Dead))
        {
            throw new EventBusValidationException(
                "status", ErrorCodes.ParameterInvalid, $"Deliveries that are {status} cannot be purged: give Delivered or Dead.");
        }

        var request = new PurgeRequest(status, olderThan, MostPerBatch);
        return await Bites.RepeatAsync(MostPerBatch, () => _store.PurgeAsync(request, cancellationToken)).ConfigureAwait(false);
    }

    private async ValueTask<Delivery> GetAsync(Guid id) =>
        await _store.FindDeliveryAsync(id, CancellationToken.None).ConfigureAwait(false)
        ?? throw NotFound(id);

    private static EventBusNotFoundException NotFound(Guid id) => new($"There is no delivery '{id}'. It may have been purged.");
}

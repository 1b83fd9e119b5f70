using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>A store with a fail point before and after each of its writes.</summary>
internal sealed class FailingDeliveryStore(IDeliveryStore store, FailPointTrigger trigger) : IDeliveryStore
{
    public Durability Durability => store.Durability;

    public async ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken)
    {
        trigger.Reach(FailPoint.Before("commit"));
        var result = await store.CommitAsync(commit, cancellationToken);
        if (result.Receipts is not null)
        {
            // One that was refused, because its match was old, stored nothing and is made again.
            trigger.Reach(FailPoint.After("commit"));
        }

        return result;
    }

    public ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        trigger.PassAsync("claim", () => store.ClaimAsync(request, cancellationToken));

    public ValueTask<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken) =>
        trigger.PassAsync("settle", () => store.SettleAsync(settlement, cancellationToken), settlement.DeliveryId);

    public ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken) =>
        trigger.PassAsync("release", () => store.ReleaseAsync(deliveryId, claimNo, cancellationToken), deliveryId);

    public ValueTask<bool> DeferAsync(Deferral deferral, CancellationToken cancellationToken) =>
        trigger.PassAsync("defer", () => store.DeferAsync(deferral, cancellationToken), deferral.DeliveryId);

    public ValueTask<RestartResult> RestartAsync(
        Guid deliveryId,
        DateTimeOffset retryAt,
        DateTimeOffset dueAt,
        long plannedVersion,
        CancellationToken cancellationToken) =>
        trigger.PassAsync("restart", () => store.RestartAsync(deliveryId, retryAt, dueAt, plannedVersion, cancellationToken), deliveryId);

    public ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        trigger.PassAsync("cancel", () => store.CancelAsync(deliveryId, cancellationToken), deliveryId);

    public ValueTask<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) =>
        trigger.PassAsync("purge", () => store.PurgeAsync(request, cancellationToken));

    public ValueTask<int> PurgeAttemptsAsync(Guid below, int max, CancellationToken cancellationToken) =>
        trigger.PassAsync("purge-attempts", () => store.PurgeAttemptsAsync(below, max, cancellationToken));

    public ValueTask<Guid?> FindOldestAsync(DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken) =>
        store.FindOldestAsync(status, completedBefore, cancellationToken);

    public ValueTask<Guid?> FindOldestAttemptAsync(CancellationToken cancellationToken) => store.FindOldestAttemptAsync(cancellationToken);

    public ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken) =>
        store.FindOccurrenceAsync(id, cancellationToken);

    public ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken) => store.FindDeliveryAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken) =>
        store.ListDeliveriesAsync(filter, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken) =>
        store.ListAttemptsAsync(filter, cancellationToken);

    public ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken) => store.GetStatsAsync(cancellationToken);
}

using System.Collections.Concurrent;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Tests.Dispatching;

/// <summary>The in-memory store, failing where a test says so.</summary>
internal sealed class FailingStore : IDeliveryStore
{
    private readonly List<ClaimedDelivery> _claimed = [];
    private IDeliveryStore _inner = null!;

    public bool FailSettle { get; set; }

    public bool FailClaim { get; set; }

    public bool FailCommit { get; set; }

    /// <summary>Throws what no store may throw.</summary>
    public bool BreakClaim { get; set; }

    /// <inheritdoc cref="BreakClaim"/>
    public bool BreakSettle { get; set; }

    /// <summary>Runs between a claim and its answer.</summary>
    public Func<Task>? AfterClaim { get; set; }

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<ClaimRequest> ClaimRequests { get; } = new();

    public TaskCompletionSource SettleFailed { get; private set; } = new();

    public IReadOnlyList<ClaimedDelivery> Claimed => _claimed;

    public Durability Durability => _inner.Durability;

    public FailingStore Around(IDeliveryStore inner)
    {
        _inner = inner;
        return this;
    }

    public void ResetSignal() => SettleFailed = new TaskCompletionSource();

    public ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken) =>
        FailCommit ? throw Failure() : _inner.CommitAsync(commit, cancellationToken);

    public async ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        ClaimRequests.Enqueue(request);
        var result = BreakClaim ? throw new InvalidOperationException("The test breaks the claim.") : FailClaim ? throw Failure() : await _inner.ClaimAsync(request, cancellationToken);
        _claimed.AddRange(result.Deliveries);
        if (AfterClaim is not null)
        {
            await AfterClaim();
        }

        return result;
    }

    public ValueTask<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        if (BreakSettle)
        {
            throw new InvalidOperationException("The test breaks the settlement.");
        }

        if (!FailSettle)
        {
            return _inner.SettleAsync(settlement, cancellationToken);
        }

        SettleFailed.TrySetResult();
        throw Failure();
    }

    public ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken) =>
        _inner.ReleaseAsync(deliveryId, claimNo, cancellationToken);

    public ValueTask<RestartResult> RestartAsync(
        Guid deliveryId, DateTimeOffset retryAt, DateTimeOffset dueAt, long plannedVersion, CancellationToken cancellationToken) =>
        _inner.RestartAsync(deliveryId, retryAt, dueAt, plannedVersion, cancellationToken);

    public ValueTask<bool> DeferAsync(Deferral deferral, CancellationToken cancellationToken) => _inner.DeferAsync(deferral, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        _inner.CancelAsync(deliveryId, cancellationToken);

    public ValueTask<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => _inner.PurgeAsync(request, cancellationToken);

    public ValueTask<Guid?> FindOldestAsync(DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken) =>
        _inner.FindOldestAsync(status, completedBefore, cancellationToken);

    public ValueTask<int> PurgeAttemptsAsync(Guid below, int max, CancellationToken cancellationToken) =>
        _inner.PurgeAttemptsAsync(below, max, cancellationToken);

    public ValueTask<Guid?> FindOldestAttemptAsync(CancellationToken cancellationToken) => _inner.FindOldestAttemptAsync(cancellationToken);

    public ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken) =>
        _inner.FindOccurrenceAsync(id, cancellationToken);

    public ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken) =>
        _inner.FindDeliveryAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken) =>
        _inner.ListDeliveriesAsync(filter, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken) =>
        _inner.ListAttemptsAsync(filter, cancellationToken);

    public ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken) => _inner.GetStatsAsync(cancellationToken);

    private static EventBusStoreException Failure() => new(ErrorCodes.StoreUnavailable, "The test says no.");
}

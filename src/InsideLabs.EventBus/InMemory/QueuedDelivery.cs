using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.InMemory;

/// <summary>A delivery as the store changes it, always under the store's lock.</summary>
internal sealed class QueuedDelivery(Occurrence occurrence, NewDelivery queued, DateTimeOffset createdAt)
{
    private long _claimNo;
    private bool _isClaimed;
    private int _attempts;
    private int _failures;
    private DateTimeOffset? _completedAt;
    private string? _lastError;

    public Guid Id => queued.Id;

    public Guid SubscriptionId => queued.SubscriptionId;

    public DeliveryStatus Status { get; private set; }

    public DateTimeOffset RetryAt { get; private set; } = queued.RetryAt;

    public DateTimeOffset DueAt { get; set; } = queued.DueAt;

    public bool WasTried => _attempts > 0;

    /// <summary>Cancelled, perhaps while a worker has it: then it may still succeed, but is not queued again.</summary>
    public bool IsCancelled => Status == DeliveryStatus.Cancelled;

    public ClaimedDelivery Claim()
    {
        Status = DeliveryStatus.Claimed;
        _isClaimed = true;
        _claimNo++;
        return new ClaimedDelivery(Id, _claimNo, occurrence, SubscriptionId, _attempts, _failures, Crashes: 0, DueAt);
    }

    public bool IsClaimedAs(long claimNo) => _isClaimed && _claimNo == claimNo;

    public void EndClaim() => _isClaimed = false;

    public void Record(Settlement settlement)
    {
        _attempts = settlement.Attempt.Number;
        _failures = settlement.Failures;
        _lastError = settlement.Attempt.Code ?? _lastError;
        RetryAt = settlement.Status == DeliveryStatus.Scheduled ? settlement.RetryAt : RetryAt;
    }

    public void Reschedule(DateTimeOffset dueAt)
    {
        Status = DeliveryStatus.Scheduled;
        DueAt = dueAt;
    }

    /// <summary>Schedules a dead delivery again, with a fresh ladder.</summary>
    public void Restart(DateTimeOffset retryAt, DateTimeOffset dueAt)
    {
        RetryAt = retryAt;
        _failures = 0;
        _completedAt = null;
        Reschedule(dueAt);
    }

    public void End(DeliveryStatus status, DateTimeOffset at)
    {
        // What was cancelled while a worker had it, and did not succeed, ended when it was cancelled.
        if (Status != status)
        {
            Status = status;
            _completedAt = at;
        }
    }

    /// <summary>Whether it ended so. One that was cancelled while a worker has it may still become delivered.</summary>
    public bool HasEndedAs(DeliveryStatus status, DateTimeOffset before) => Status == status && _completedAt < before && !_isClaimed;

    public Delivery ToDelivery() => new()
    {
        Id = Id,
        OccurrenceId = occurrence.Id,
        SubscriptionId = SubscriptionId,
        Adapter = queued.Adapter,
        Status = Status,
        Attempts = _attempts,
        Failures = _failures,
        NextAttempt = _completedAt is null ? DueAt : null,
        CreatedAt = createdAt,
        CompletedAt = _completedAt,
        LastError = _lastError,
    };
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.InMemory;

/// <summary>A delivery as the store changes it, always under the store's lock.</summary>
internal sealed class QueuedDelivery(Occurrence occurrence, NewDelivery queued, DateTimeOffset createdAt)
{
    private long _claimNo;
    private int _attempts;
    private int _failures;
    private DateTimeOffset? _completedAt;
    private string? _lastError;

    public Guid Id => queued.Id;

    public Guid SubscriptionId => queued.SubscriptionId;

    public DeliveryStatus Status { get; private set; }

    public DateTimeOffset DueAt { get; private set; } = queued.DueAt;

    public bool WasTried => _attempts > 0;

    /// <summary>Cancelled while a worker had it: it may still succeed or die, but is not queued again.</summary>
    public bool IsCancelled { get; set; }

    public ClaimedDelivery Claim()
    {
        Status = DeliveryStatus.Claimed;
        _claimNo++;
        return new ClaimedDelivery(Id, _claimNo, occurrence, SubscriptionId, _attempts, _failures, Crashes: 0, DueAt);
    }

    public bool IsClaimedAs(long claimNo) => Status == DeliveryStatus.Claimed && _claimNo == claimNo;

    public void Record(Settlement settlement)
    {
        _attempts = settlement.Attempt.Number;
        _failures = settlement.Failures;
        _lastError = settlement.Attempt.Code ?? _lastError;
    }

    public void Reschedule(DateTimeOffset dueAt)
    {
        Status = DeliveryStatus.Scheduled;
        DueAt = dueAt;
    }

    public void End(DeliveryStatus status, DateTimeOffset at)
    {
        Status = status;
        _completedAt = at;
    }

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

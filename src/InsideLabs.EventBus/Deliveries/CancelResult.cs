namespace InsideLabs.EventBus.Deliveries;

/// <summary>What became of the wish to cancel a delivery.</summary>
public enum CancelResult
{
    /// <summary>There is no such delivery.</summary>
    NotFound = 0,

    /// <summary>It is cancelled, now or since before.</summary>
    Cancelled = 1,

    /// <summary>It was delivered before, which nothing can take back.</summary>
    AlreadyDelivered = 2,
}

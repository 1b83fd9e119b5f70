namespace InsideLabs.EventBus.Deliveries;

/// <summary>The states of a delivery. A closed window is a later due time and a pause is a hold: neither is a state.</summary>
public enum DeliveryStatus
{
    /// <summary>Waiting until it is due.</summary>
    Scheduled = 0,

    /// <summary>A worker has it.</summary>
    Claimed = 1,

    /// <summary>Done: the receiver took it.</summary>
    Delivered = 2,

    /// <summary>Given up: it can never succeed, or its retry ladder is used up.</summary>
    Dead = 3,

    /// <summary>It was cancelled, or its subscription was deleted.</summary>
    Cancelled = 4,
}

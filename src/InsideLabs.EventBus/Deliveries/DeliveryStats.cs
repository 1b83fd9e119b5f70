namespace InsideLabs.EventBus.Deliveries;

/// <summary>How many deliveries are in which condition.</summary>
/// <param name="Pending">Scheduled and never tried.</param>
/// <param name="Processing">Claimed.</param>
/// <param name="Retry">Scheduled and tried before.</param>
/// <param name="Completed">Delivered.</param>
/// <param name="Failed">Dead.</param>
/// <param name="Cancelled">Cancelled.</param>
public readonly record struct DeliveryStats(long Pending, long Processing, long Retry, long Completed, long Failed, long Cancelled);

namespace InsideLabs.EventBus.Deliveries;

/// <summary>Asks to remove deliveries that ended long ago.</summary>
/// <param name="Status"><see cref="DeliveryStatus.Delivered"/>, <see cref="DeliveryStatus.Dead"/> or <see cref="DeliveryStatus.Cancelled"/>.</param>
/// <param name="CompletedBefore">Only those that ended before this instant.</param>
/// <param name="Max">At most so many, 1 or more: the queue goes on meanwhile, so take small bites.</param>
public sealed record PurgeRequest(DeliveryStatus Status, DateTimeOffset CompletedBefore, int Max)
{
    /// <summary>Only those with smaller ids, which are the older ones; null for all.</summary>
    public Guid? Below { get; init; }
}

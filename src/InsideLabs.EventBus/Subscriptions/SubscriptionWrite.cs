namespace InsideLabs.EventBus.Subscriptions;

/// <summary>One change of one subscription, for <see cref="ISubscriptionStore.SaveAsync"/>.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="State">Its new state, whose <see cref="Subscription.Version"/> the store gives; null deletes it.</param>
/// <param name="ExpectedVersion">The version it must have now; 0 when it must not exist.</param>
/// <param name="Effect">What happens to its queued deliveries in the same transaction.</param>
public sealed record SubscriptionWrite(Guid Id, Subscription? State, long ExpectedVersion, QueueEffect Effect)
{
    /// <summary>For <see cref="QueueEffect.Replan"/>: gives the due time that belongs to a retry time. It is pure: a store may call it for each delivery, or once for those that share a retry time. What it throws is thrown, and nothing was changed.</summary>
    public Func<DateTimeOffset, DateTimeOffset>? Replan { get; init; }
}

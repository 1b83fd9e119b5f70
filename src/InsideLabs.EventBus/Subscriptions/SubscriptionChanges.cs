namespace InsideLabs.EventBus.Subscriptions;

/// <summary>The latest state of every subscription that changed after some version.</summary>
/// <param name="Version">The version that a reader has reached once it has applied them.</param>
/// <param name="Items">The changed subscriptions, oldest change first; one that changed often stands here once.</param>
public sealed record SubscriptionChanges(long Version, IReadOnlyList<SubscriptionChange> Items);

/// <summary>One subscription's latest state.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="State">Its state now; null when it was deleted.</param>
public readonly record struct SubscriptionChange(Guid Id, Subscription? State);

using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>What one publish stores: all of it or nothing.</summary>
/// <param name="MatchedVersion">The subscription version that the deliveries were matched with.</param>
/// <param name="Items">The occurrences, each with its deliveries; at least one.</param>
public sealed record OccurrenceCommit(long MatchedVersion, IReadOnlyList<NewOccurrence> Items);

/// <summary>An occurrence to store and the deliveries it causes.</summary>
/// <param name="Occurrence">The occurrence.</param>
/// <param name="Deliveries">One for every subscription that it matched.</param>
public sealed record NewOccurrence(Occurrence Occurrence, IReadOnlyList<NewDelivery> Deliveries);

/// <summary>A delivery to queue.</summary>
/// <param name="Id">Its identity, a UUIDv7.</param>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Adapter">The subscription's adapter.</param>
/// <param name="RetryAt">The earliest time by the retry ladder: now, for a new delivery.</param>
/// <param name="DueAt"><paramref name="RetryAt"/>, moved into the subscription's delivery window.</param>
public readonly record struct NewDelivery(Guid Id, Guid SubscriptionId, string Adapter, DateTimeOffset RetryAt, DateTimeOffset DueAt);

using System.Collections.Immutable;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>What a subscription listens to.</summary>
/// <param name="EventTypes">The event patterns: 1 to 100, as written.</param>
public sealed record SubscriptionMatch(ImmutableArray<EventPattern> EventTypes)
{
    /// <summary>The most patterns a subscription may name.</summary>
    public const int MaxPatterns = 100;
}

using System.Collections.Immutable;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>What a subscription listens to: event types, or one kind of interaction.</summary>
public sealed record SubscriptionMatch
{
    /// <summary>The most patterns a subscription may name.</summary>
    public const int MaxPatterns = 100;

    /// <summary>Listens to events.</summary>
    /// <param name="eventTypes">The event patterns: 1 to 100, as written.</param>
    public SubscriptionMatch(ImmutableArray<EventPattern> eventTypes) => EventTypes = eventTypes;

    /// <summary>Listens to interactions.</summary>
    /// <param name="interaction">Which ones.</param>
    public SubscriptionMatch(InteractionMatch interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        Interaction = interaction;
    }

    /// <summary>The event patterns, as written; empty for interactions.</summary>
    public ImmutableArray<EventPattern> EventTypes { get; } = [];

    /// <summary>Which interactions; null for events.</summary>
    public InteractionMatch? Interaction { get; }
}

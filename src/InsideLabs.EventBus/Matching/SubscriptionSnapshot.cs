using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Matching;

/// <summary>Every subscription as of one version, and an index of the active ones. Immutable.</summary>
internal sealed class SubscriptionSnapshot
{
    private readonly SubscriptionIndex _index;
    private readonly InteractionIndex _interactions;
    private readonly OrdinalTable<Subscription> _subscriptions;
    private readonly ImmutableDictionary<Guid, int> _ordinals;

    /// <summary>Makes the snapshot of version 0, in which there is nothing.</summary>
    /// <param name="seed">The seed of the index's hash.</param>
    public SubscriptionSnapshot(ulong seed)
        : this(0, new SubscriptionIndex(seed), InteractionIndex.Empty, OrdinalTable<Subscription>.Empty, ImmutableDictionary<Guid, int>.Empty)
    {
    }

    private SubscriptionSnapshot(
        long version,
        SubscriptionIndex index,
        InteractionIndex interactions,
        OrdinalTable<Subscription> subscriptions,
        ImmutableDictionary<Guid, int> ordinals)
    {
        Version = version;
        _index = index;
        _interactions = interactions;
        _subscriptions = subscriptions;
        _ordinals = ordinals;
    }

    /// <summary>The version of the store that it stands for.</summary>
    public long Version { get; }

    /// <summary>How many subscriptions there are, in whatever status.</summary>
    public int Count => _ordinals.Count;

    /// <summary>The subscription that a match found.</summary>
    /// <param name="ordinal">An ordinal that a match with this very snapshot yielded: in another one it may be another's.</param>
    public Subscription this[int ordinal] => _subscriptions[ordinal]!;

    /// <summary>Finds the active subscriptions that want an event type, each once. Allocates nothing.</summary>
    /// <param name="eventType">The name of an event type.</param>
    /// <param name="set">Receives their ordinals.</param>
    public void Match(ReadOnlySpan<char> eventType, ref MatchSet set) => _index.Match(eventType, ref set);

    /// <summary>Finds the active subscriptions that want an interaction, each once. Allocates nothing.</summary>
    /// <param name="resourceTypeId">Its resource type.</param>
    /// <param name="actionId">Its action.</param>
    /// <param name="originId">Its origin; null when it has none.</param>
    public InteractionTargets Match(Guid resourceTypeId, Guid actionId, Guid? originId) =>
        _interactions.Match(resourceTypeId, actionId, originId);

    /// <summary>Looks a subscription up, in whatever status.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="subscription">The subscription.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(Guid id, [NotNullWhen(true)] out Subscription? subscription)
    {
        subscription = _ordinals.TryGetValue(id, out var ordinal) ? _subscriptions[ordinal] : null;
        return subscription is not null;
    }

    /// <summary>Makes the next snapshot; this one stays as it is.</summary>
    /// <param name="changes">Everything that changed after this snapshot's version or an earlier one.</param>
    /// <returns>The snapshot with the changes, or this one when they are not newer than it.</returns>
    public SubscriptionSnapshot Apply(SubscriptionChanges changes)
    {
        if (changes.Version <= Version)
        {
            return this;
        }

        var subscriptions = _subscriptions.ToBuilder();
        var ordinals = _ordinals.ToBuilder();
        var patterns = new List<PatternChange>();
        var interactions = new List<InteractionChange>();
        foreach (var (id, state) in changes.Items)
        {
            var isKnown = ordinals.TryGetValue(id, out var ordinal);
            var held = isKnown ? subscriptions[ordinal] : null;
            if (state is null ? held is null : state.Version <= held?.Version)
            {
                // Changes may begin before this snapshot: what it holds already is as new.
                continue;
            }

            if (held is null)
            {
                ordinal = subscriptions.Add(state!);
                ordinals.Add(id, ordinal);
            }
            else if (state is null)
            {
                subscriptions.Remove(ordinal);
                ordinals.Remove(id);
            }
            else
            {
                subscriptions[ordinal] = state;
            }

            Reindex(PatternsOf(held), PatternsOf(state), ordinal, patterns);
            Reindex(InteractionOf(held), InteractionOf(state), ordinal, interactions);
        }

        return new SubscriptionSnapshot(
            changes.Version,
            _index.Apply(patterns),
            _interactions.Apply(interactions),
            subscriptions.Build(),
            ordinals.ToImmutable());
    }

    private static ImmutableArray<EventPattern> PatternsOf(Subscription? subscription) =>
        subscription is { Status: SubscriptionStatus.Active } ? PatternCover.Reduce(subscription.Match.EventTypes) : [];

    private static InteractionKey? InteractionOf(Subscription? subscription) =>
        subscription is { Status: SubscriptionStatus.Active, Match.Interaction: { } match }
            ? new InteractionKey(match.ResourceTypeId, match.ActionId, match.OriginId)
            : null;

    private static void Reindex(InteractionKey? old, InteractionKey? now, int ordinal, List<InteractionChange> changes)
    {
        if (old == now)
        {
            return;
        }

        if (old is { } left)
        {
            changes.Add(new InteractionChange(left, ordinal, IsAdded: false));
        }

        if (now is { } entered)
        {
            changes.Add(new InteractionChange(entered, ordinal, IsAdded: true));
        }
    }

    private static void Reindex(
        ImmutableArray<EventPattern> old,
        ImmutableArray<EventPattern> now,
        int ordinal,
        List<PatternChange> changes)
    {
        if (old.AsSpan().SequenceEqual(now.AsSpan()))
        {
            // A new config or label leaves the index alone.
            return;
        }

        changes.AddRange(old.Select(p => new PatternChange(p, ordinal, IsAdded: false)));
        changes.AddRange(now.Select(p => new PatternChange(p, ordinal, IsAdded: true)));
    }
}

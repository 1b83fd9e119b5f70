namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Finds who listens to an interaction: two look-ups, whatever the number of subscriptions. Immutable, so any number of threads may
/// match while <see cref="Apply"/> makes the next index. An ordinal listens to one kind of interaction at most, so it is found once.
/// </summary>
internal sealed class InteractionIndex
{
    private readonly Dictionary<InteractionKey, int[]> _targets;

    private InteractionIndex(Dictionary<InteractionKey, int[]> targets) => _targets = targets;

    /// <summary>The index in which nobody listens.</summary>
    public static InteractionIndex Empty { get; } = new([]);

    /// <summary>How many kinds of interactions somebody listens to.</summary>
    public int Count => _targets.Count;

    /// <summary>Finds the targets of an interaction. Allocates nothing.</summary>
    /// <param name="resourceTypeId">Its resource type.</param>
    /// <param name="actionId">Its action.</param>
    /// <param name="originId">Its origin; null when it has none.</param>
    public InteractionTargets Match(Guid resourceTypeId, Guid actionId, Guid? originId) => new(
        Find(new InteractionKey(resourceTypeId, actionId, OriginId: null)),
        originId is null ? [] : Find(new InteractionKey(resourceTypeId, actionId, originId)));

    /// <summary>Makes the next index; this one stays as it is.</summary>
    /// <param name="changes">What is added and removed, in this order.</param>
    /// <exception cref="InvalidOperationException">Something is removed that was not added.</exception>
    public InteractionIndex Apply(IReadOnlyList<InteractionChange> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var touched = new Dictionary<InteractionKey, List<int>>();
        foreach (var change in changes)
        {
            if (!touched.TryGetValue(change.Key, out var ordinals))
            {
                touched.Add(change.Key, ordinals = [.. Find(change.Key)]);
            }

            if (change.IsAdded)
            {
                ordinals.Add(change.Ordinal);
            }
            else if (!ordinals.Remove(change.Ordinal))
            {
                throw TargetPool.NotThere(change.Ordinal);
            }
        }

        var targets = new Dictionary<InteractionKey, int[]>(_targets);
        foreach (var (key, ordinals) in touched)
        {
            if (ordinals.Count == 0)
            {
                targets.Remove(key);
            }
            else
            {
                targets[key] = [.. ordinals];
            }
        }

        return new InteractionIndex(targets);
    }

    private ReadOnlySpan<int> Find(InteractionKey key) => _targets.TryGetValue(key, out var ordinals) ? ordinals : [];
}

/// <summary>Who listens to an interaction, as ordinals. Lives on the stack and refers to the index's own lists.</summary>
/// <param name="anyOrigin">Those who take any origin.</param>
/// <param name="ownOrigin">Those who take only the interaction's origin.</param>
internal readonly ref struct InteractionTargets(ReadOnlySpan<int> anyOrigin, ReadOnlySpan<int> ownOrigin)
{
    /// <summary>Those who take any origin.</summary>
    public ReadOnlySpan<int> AnyOrigin { get; } = anyOrigin;

    /// <summary>Those who take only the interaction's origin; none of them is among the others.</summary>
    public ReadOnlySpan<int> OwnOrigin { get; } = ownOrigin;

    /// <summary>How many there are.</summary>
    public int Count => AnyOrigin.Length + OwnOrigin.Length;
}

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>
/// What a caller wants a subscription to be. A property that was never set is absent: a creation uses its default, an update
/// keeps what is stored. A property that was set, to null as well, replaces.
/// </summary>
public sealed class SubscriptionDraft
{
    private readonly GivenProperties _given = new();

    /// <summary>The event patterns: 1 to 100, exact or with one trailing <c>*</c>. Required when creating, unless it listens to interactions.</summary>
    public IReadOnlyList<string>? EventTypes
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The resource type of the interactions to listen to; with <see cref="ActionId"/>, instead of <see cref="EventTypes"/>.</summary>
    public Guid? ResourceTypeId
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The action of the interactions to listen to.</summary>
    public Guid? ActionId
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The only origin of the interactions to listen to; null for any.</summary>
    public Guid? OriginId
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The registered subscriber, whose adapter the config must be for; required when there is no config that names an adapter.</summary>
    public Guid? SubscriberId
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>
    /// The adapter's config, a JSON object in UTF-8 such as
    /// <c>{"adapter":"adapter:webhook","url":"https://example.com/hook"}</c>. Null, or absent when creating, for
    /// the subscriber's own config.
    /// </summary>
    public ReadOnlyMemory<byte>? Config
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>Tags for people: 0 to 10 after removing duplicates; null means none.</summary>
    public IReadOnlyList<string>? Labels
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>When it may be delivered to; null for always, which also clears what was set before.</summary>
    public DeliveryScheduleDraft? DeliverySchedule
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>Seconds before the 2nd, 3rd, … attempt; empty for one attempt; null for the host's ladder.</summary>
    public IReadOnlyList<double>? RetryDelays
    {
        get;
        set => field = _given.Note(value);
    }

    internal bool Has(string property) => _given.Contains(property);
}

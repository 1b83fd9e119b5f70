using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The subscriptions, and for each one, deleted ones included, the version of its last change.</summary>
internal sealed class SubscriptionTable
{
    private readonly SortedDictionary<Guid, Subscription> _byId = [];
    private readonly SortedDictionary<long, Guid> _lastChanges = [];
    private readonly Dictionary<Guid, long> _lastVersions = [];

    /// <summary>The version of the last change of all.</summary>
    public long Version { get; private set; }

    public Subscription? Find(Guid id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Subscription> List(SubscriptionFilter filter) =>
        [.. _byId.Values.Where(filter.Includes).Take(filter.Limit ?? int.MaxValue)];

    public bool Any(Func<Subscription, bool> predicate) => _byId.Values.Any(predicate);

    /// <summary>Whether a subscription has a version; version 0 when it does not exist.</summary>
    public bool IsAt(Guid id, long version) => (Find(id)?.Version ?? 0) == version;

    /// <summary>Stores a subscription, or deletes it, as the next version.</summary>
    public long Put(Guid id, Subscription? state)
    {
        Version++;
        if (state is null)
        {
            _byId.Remove(id);
        }
        else
        {
            _byId[id] = state with { Version = Version };
        }

        if (_lastVersions.TryGetValue(id, out var replaced))
        {
            _lastChanges.Remove(replaced);
        }

        _lastVersions[id] = Version;
        _lastChanges.Add(Version, id);
        return Version;
    }

    /// <summary>Gives a subscriber's config to the subscriptions that inherit it and have another one.</summary>
    public void HandDown(Subscriber subscriber, DateTimeOffset changedAt)
    {
        foreach (var heir in _byId.Values.Where(s => s.InheritsConfig && s.SubscriberId == subscriber.Id).ToList())
        {
            if (!SubscriberTable.HasConfigOf(heir, subscriber) && SubscriberTable.Inherit(heir, subscriber) is { } changed)
            {
                Put(heir.Id, changed with { UpdatedAt = changedAt });
            }
        }
    }

    public SubscriptionChanges ChangesSince(long version) => new(
        Version,
        [.. _lastChanges.Where(c => c.Key > version).Select(c => new SubscriptionChange(c.Value, Find(c.Value)))]);
}

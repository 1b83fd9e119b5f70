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

    public long? Save(SubscriptionWrite write)
    {
        if ((Find(write.Id)?.Version ?? 0) != write.ExpectedVersion)
        {
            return null;
        }

        Version++;
        if (write.State is null)
        {
            _byId.Remove(write.Id);
        }
        else
        {
            _byId[write.Id] = write.State with { Version = Version };
        }

        if (_lastVersions.TryGetValue(write.Id, out var replaced))
        {
            _lastChanges.Remove(replaced);
        }

        _lastVersions[write.Id] = Version;
        _lastChanges.Add(Version, write.Id);
        return Version;
    }

    public SubscriptionChanges ChangesSince(long version) => new(
        Version,
        [.. _lastChanges.Where(c => c.Key > version).Select(c => new SubscriptionChange(c.Value, Find(c.Value)))]);
}

using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The subscribers, and what a subscription takes from the one it names.</summary>
internal sealed class SubscriberTable
{
    private readonly SortedDictionary<Guid, Subscriber> _byId = [];

    public Subscriber? Find(Guid id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Subscriber> List(int? limit, Guid? after) =>
        [.. _byId.Values.Where(s => after is null || s.Id.CompareTo(after.Value) > 0).Take(limit ?? int.MaxValue)];

    public void Put(Subscriber subscriber) => _byId[subscriber.Id] = subscriber;

    public void Remove(Guid id) => _byId.Remove(id);

    /// <summary>The subscription with the config it inherits, if it does; null when its subscriber does not fit it any more.</summary>
    public Subscription? Complete(Subscription subscription)
    {
        if (subscription.SubscriberId is not { } id)
        {
            return subscription.InheritsConfig ? null : subscription;
        }

        if (Find(id) is not { } subscriber || !string.Equals(subscriber.Adapter, subscription.Adapter, StringComparison.Ordinal))
        {
            return null;
        }

        return subscription.InheritsConfig ? Inherit(subscription, subscriber) : subscription;
    }

    /// <summary>The subscription with its subscriber's config; null when there is none to inherit.</summary>
    public static Subscription? Inherit(Subscription subscription, Subscriber subscriber) => subscriber.Config is { } config
        ? subscription with { Config = config, ConfigCredentials = subscriber.ConfigCredentials }
        : null;

    public static bool HasConfigOf(Subscription subscription, Subscriber subscriber) =>
        subscription.Config.Span.SequenceEqual(subscriber.Config.GetValueOrDefault().Span)
        && subscription.ConfigCredentials.HasValue == subscriber.ConfigCredentials.HasValue
        && subscription.ConfigCredentials.GetValueOrDefault().Span.SequenceEqual(subscriber.ConfigCredentials.GetValueOrDefault().Span);
}

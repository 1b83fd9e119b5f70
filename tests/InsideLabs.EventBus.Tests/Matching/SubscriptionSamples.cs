using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Matching;

/// <summary>Subscriptions with a version, and the changes that carry them.</summary>
internal static class SubscriptionSamples
{
    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static Subscription Active(int id, long version, params string[] patterns) => new()
    {
        Id = Id(id),
        Version = version,
        Match = new SubscriptionMatch([.. patterns.Select(EventPattern.Parse)]),
        Adapter = "adapter:webhook",
        Config = "{}"u8.ToArray(),
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public static SubscriptionChanges Changes(long version, params Subscription[] states) =>
        new(version, [.. states.Select(s => new SubscriptionChange(s.Id, s))]);

    public static SubscriptionChanges Deleted(long version, params int[] ids) =>
        new(version, [.. ids.Select(id => new SubscriptionChange(Id(id), State: null))]);

    public static Subscription[] Matched(this SubscriptionSnapshot snapshot, string type)
    {
        var set = default(MatchSet);
        snapshot.Match(type, ref set);
        var matched = new List<Subscription>();
        foreach (var ordinal in set)
        {
            matched.Add(snapshot[ordinal]);
        }

        return [.. matched.OrderBy(s => s.Id)];
    }
}

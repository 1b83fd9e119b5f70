using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Tests.Matching;

/// <summary>What an index answers, in ascending order, duplicates kept.</summary>
internal static class IndexReading
{
    public static int[] Targets(this SubscriptionIndex index, string type)
    {
        var set = default(MatchSet);
        index.Match(type, ref set);
        var targets = new List<int>();
        foreach (var ordinal in set)
        {
            targets.Add(ordinal);
        }

        if (set.Count != targets.Count || set.IsEmpty != (targets.Count == 0))
        {
            throw new InvalidOperationException($"The set says {set.Count} and yields {targets.Count} targets.");
        }

        targets.Sort();
        return [.. targets];
    }

    public static int[] Targets(this SegmentTrie trie, string type)
    {
        var found = new List<List<int>>();
        trie.Match(type, found);
        return [.. found.SelectMany(targets => targets).Order()];
    }

    public static SubscriptionIndex Add(this SubscriptionIndex index, int ordinal, params string[] patterns) =>
        index.Apply([.. patterns.Select(p => new PatternChange(EventPattern.Parse(p), ordinal, IsAdded: true))]);

    public static SubscriptionIndex Remove(this SubscriptionIndex index, int ordinal, params string[] patterns) =>
        index.Apply([.. patterns.Select(p => new PatternChange(EventPattern.Parse(p), ordinal, IsAdded: false))]);
}

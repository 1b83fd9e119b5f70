using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Tests.Matching;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>What the contenders match in, made from the same patterns. The last one made is kept for the cases that follow.</summary>
internal sealed class MatchData
{
    private const int WideTypes = 8192;

    private static MatchData? s_last;

    private MatchData(int subscriptions)
    {
        var data = PatternData.Make(subscriptions, WideTypes);
        (Patterns, Types) = (data.Patterns, data.Types);
        Trie = new SegmentTrie();
        for (var i = 0; i < Patterns.Length; i++)
        {
            Trie.Add(Patterns[i], i);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        Index = MakeIndex(Patterns);
        IndexBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    public EventPattern[] Patterns { get; }

    public string[] Types { get; }

    public SegmentTrie Trie { get; }

    public SubscriptionIndex Index { get; }

    /// <summary>What the index holds beside the texts of the patterns.</summary>
    public long IndexBytes { get; }

    public static MatchData Get(int subscriptions)
    {
        if (s_last?.Patterns.Length != subscriptions)
        {
            s_last = null;
            s_last = new MatchData(subscriptions);
        }

        return s_last;
    }

    private static SubscriptionIndex MakeIndex(EventPattern[] patterns) =>
        new SubscriptionIndex(seed: 42).Apply([.. patterns.Select((p, i) => new PatternChange(p, i, IsAdded: true))]);
}

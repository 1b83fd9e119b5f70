using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Matching.SubscriptionSamples;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class MatchAllocationTests
{
    [Theory]
    [InlineData(1, PathHash.AllBits)]
    [InlineData(8192, PathHash.AllBits)]
    [InlineData(64, 4)]
    public void A_match_of_an_index_allocates_nothing(int types, int hashBits)
    {
        string[] names = [.. Enumerable.Range(0, types).Select(i => $"domain-{i % 100}.entity-{i % 7}.action-{i}")];
        var index = new SubscriptionIndex(seed: 3, hashBits).Apply(
        [
            .. names.Select((name, i) => new PatternChange(EventPattern.Parse(name), i, IsAdded: true)),
            .. Enumerable.Range(0, 300).Select(i => new PatternChange(EventPattern.Parse($"domain-{i % 100}.*"), types + i, IsAdded: true)),
        ]);

        Allocated(Math.Max(10, 1000 / types), () => Sum(names, (name, ref set) => index.Match(name, ref set))).Should().Be(0);
    }

    [Fact]
    public void A_match_of_a_snapshot_allocates_nothing()
    {
        Subscription[] subscriptions =
            [.. Enumerable.Range(1, 1000).Select(i => Active(i, i, $"domain-{i % 10}.*", $"domain-{i % 10}.entity.action", "other.entity.*"))];
        var snapshot = new SubscriptionSnapshot(seed: 3).Apply(Changes(1000, subscriptions));
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"domain-{i % 10}.entity.action"), "other.entity.action", "no.such.type"];

        Allocated(10, () => Sum(names, (name, ref set) => snapshot.Match(name, ref set))).Should().Be(0);
    }

    private delegate void Matching(string name, ref MatchSet set);

    private static long Sum(string[] names, Matching match)
    {
        var set = default(MatchSet);
        long sum = 0;
        foreach (var name in names)
        {
            match(name, ref set);
            sum += set.Count;
            foreach (var ordinal in set)
            {
                sum += ordinal;
            }
        }

        return sum;
    }

    private static long Allocated(int rounds, Func<long> work)
    {
        for (var i = 0; i < rounds; i++)
        {
            work().Should().BePositive();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        long sum = 0;
        for (var i = 0; i < rounds; i++)
        {
            sum += work();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        sum.Should().BePositive();
        return allocated;
    }
}

using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class SubscriptionIndexProperties
{
    private const int Ordinals = 6;

    private static readonly Arbitrary<Toggle[]> Histories = Arb.From(
        PatternGen.Pattern.Zip(Gen.Choose(0, Ordinals - 1), (pattern, ordinal) => new Toggle(pattern, ordinal)).ArrayOf(),
        history => Enumerable.Range(0, history.Length).Select(i => history.Where((_, j) => j != i).ToArray()));

    /// <summary>
    /// The whole hash, where keys are as good as unique; a few bits, where types hit nodes by chance and nodes share keys; and
    /// none, where every key is the same and only the texts tell nodes apart.
    /// </summary>
    [Theory]
    [InlineData(PathHash.AllBits)]
    [InlineData(8)]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(0)]
    public void After_every_change_an_index_agrees_with_the_trie_and_with_the_patterns(int hashBits)
    {
        string[] types = [.. PatternGen.Type.Sample(40, 40)];
        Prop.ForAll(Histories, Gen.Choose(1, 9).ToArbitrary(), (history, batchSize) =>
        {
            var index = new SubscriptionIndex(seed: (ulong)history.Length, hashBits);
            var trie = new SegmentTrie();
            var live = new HashSet<Toggle>();
            foreach (var batch in history.Chunk(batchSize))
            {
                var before = index;
                int[][] answersBefore = [.. types.Select(before.Targets)];
                index = index.Apply([.. batch.Select(t => t.Apply(live, trie))]);
                for (var i = 0; i < types.Length; i++)
                {
                    var type = EventType.Parse(types[i]);
                    var answer = index.Targets(types[i]);
                    int[] wanted = [.. live.Where(t => t.Pattern.Matches(type)).Select(t => t.Ordinal).Order()];
                    if (!answer.SequenceEqual(wanted)
                        || !answer.SequenceEqual(trie.Targets(types[i]))
                        || !before.Targets(types[i]).SequenceEqual(answersBefore[i]))
                    {
                        return false;
                    }
                }
            }

            return index.Count == live.SelectMany(t => Paths(t.Pattern)).Distinct(StringComparer.Ordinal).Count();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60));
    }

    /// <summary>With a single node no two keys are equal, so the keys are trusted on the way down; paths as long as its own hit it by chance.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_type_that_hits_a_node_by_chance_does_not_match(int hashBits)
    {
        var index = new SubscriptionIndex(seed: 5, hashBits).Add(0, "domain.*");
        for (var i = 0; i < 1000; i++)
        {
            index.Targets($"d{i:00000}.entity.action").Should().BeEmpty();
            index.Targets($"domain.entity.action{i}").Should().Equal(0);
        }
    }

    [Fact]
    public void With_keys_that_collide_thousands_of_patterns_are_told_apart()
    {
        var index = new SubscriptionIndex(seed: 5, hashBits: 3);
        string[] types = [.. Enumerable.Range(0, 2000).Select(i => $"domain-{i % 50:00}.entity-{i % 7}.action-{i:0000}")];
        index = index.Apply([.. types.Where((_, i) => i % 2 == 0)
            .Select((type, i) => new PatternChange(EventPattern.Parse(type), i, IsAdded: true))]);

        for (var i = 0; i < types.Length; i++)
        {
            index.Targets(types[i]).Should().Equal(i % 2 == 0 ? [i / 2] : []);
        }
    }

    /// <summary>The paths that need a node: a pattern's own, as written, and all above it.</summary>
    private static IEnumerable<string> Paths(EventPattern pattern)
    {
        yield return pattern.Value;
        var path = pattern.Literal.ToString();
        for (var dot = path.LastIndexOf('.'); dot >= 0; dot = path.LastIndexOf('.'))
        {
            path = path[..dot];
            yield return path + ".*";
        }
    }

    /// <summary>Adds a pattern that is not there and removes one that is, so that every history is a valid one.</summary>
    private readonly record struct Toggle(EventPattern Pattern, int Ordinal)
    {
        public PatternChange Apply(HashSet<Toggle> live, SegmentTrie trie)
        {
            var isAdded = live.Add(this);
            if (isAdded)
            {
                trie.Add(Pattern, Ordinal);
            }
            else
            {
                live.Remove(this);
                trie.Remove(Pattern, Ordinal);
            }

            return new PatternChange(Pattern, Ordinal, isAdded);
        }
    }
}

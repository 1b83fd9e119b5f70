using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class SubscriptionIndexTests
{
    private static readonly SubscriptionIndex Empty = new(seed: 1);

    public static TheoryData<string, string, bool> MatchCases() => PatternCases.Matches();

    [Theory]
    [MemberData(nameof(MatchCases))]
    public void An_index_matches_as_the_contract_says(string pattern, string eventType, bool matches) =>
        Empty.Add(3, pattern).Targets(eventType).Should().Equal(matches ? [3] : []);

    [Fact]
    public void All_conformance_patterns_in_one_index_match_as_each_alone()
    {
        var rows = MatchCases().Select(row => (Pattern: (string)row[0], Type: (string)row[1], Matches: (bool)row[2])).ToArray();
        var index = Empty;
        for (var i = 0; i < rows.Length; i++)
        {
            index = index.Add(i, rows[i].Pattern);
        }

        for (var i = 0; i < rows.Length; i++)
        {
            index.Targets(rows[i].Type).Contains(i).Should().Be(rows[i].Matches, rows[i].ToString());
        }
    }

    [Fact]
    public void An_empty_index_matches_nothing() => Empty.Targets("engagement.campaign.sent").Should().BeEmpty();

    [Fact]
    public void Every_level_of_the_deepest_type_is_found()
    {
        var type = string.Join('.', Enumerable.Repeat("a", EventType.MaxSegments));
        var index = Empty.Add(0, type);
        for (var length = 1; length < type.Length; length += 2)
        {
            index = index.Add(length, type[..length] + ".*");
        }

        index.Targets(type).Should().HaveCount(EventType.MaxSegments);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(130)]
    [InlineData(256)]
    public void A_type_is_found_however_its_length_falls_into_blocks(int length)
    {
        // Dots before, at and behind every block of 64 characters, and long segments without any.
        var type = "a." + new string('b', length - 4) + ".c";
        var dotted = string.Join('.', Enumerable.Repeat(new string('d', (length / 8) - 1), 8)).PadRight(length, 'e');
        var index = Empty.Add(1, type, dotted).Add(2, type[..^2] + ".*").Add(3, dotted[..dotted.LastIndexOf('.')] + ".*");

        index.Targets(type).Should().Equal(1, 2);
        index.Targets(dotted).Should().Equal(1, 3);
        index.Targets(type[..^1] + "d").Should().Equal(2);
        index.Targets(dotted[..^1] + "f").Should().Equal(3);
    }

    [Fact]
    public void The_index_before_a_change_stays_as_it_was()
    {
        var one = Empty.Add(1, "a.*", "a.b.c");
        var two = one.Add(2, "a.*", "a.b.c");
        var three = two.Remove(1, "a.*");

        one.Targets("a.b.c").Should().Equal(1, 1);
        two.Targets("a.b.c").Should().Equal(1, 1, 2, 2);
        three.Targets("a.b.c").Should().Equal(1, 2, 2);
    }

    [Fact]
    public void No_change_makes_no_new_index() => Empty.Apply([]).Should().BeSameAs(Empty);

    [Fact]
    public void Removing_everything_leaves_no_node()
    {
        var index = Empty.Add(1, "a.b.c", "a.b.*", "a.b.c.d.*").Add(2, "a.b.c").Remove(1, "a.b.c", "a.b.c.d.*");
        index.Count.Should().Be(3, "a, a.b and the type a.b.c are left");

        index.Remove(2, "a.b.c").Remove(1, "a.b.*").Count.Should().Be(0);
    }

    [Theory]
    [InlineData("x.y.z", 1)]
    [InlineData("a.b.*", 1)]
    [InlineData("a.b.c", 2)]
    [InlineData("d.e.f", 4)]
    public void Removing_what_was_not_added_is_refused(string pattern, int ordinal)
    {
        var index = Empty.Add(1, "a.b.c", "d.e.f").Add(2, "d.e.f").Add(3, "d.e.f");

        ((Action)(() => index.Remove(ordinal, pattern))).Should().Throw<InvalidOperationException>().WithMessage($"*{ordinal}*");
    }

    [Fact]
    public void Removing_twice_is_refused()
    {
        var index = Empty.Add(1, "d.e.f").Add(2, "d.e.f").Add(3, "d.e.f");

        ((Action)(() => index.Remove(1, "d.e.f", "d.e.f"))).Should().Throw<InvalidOperationException>().WithMessage("*1*");
    }

    [Fact]
    public void Many_targets_of_one_pattern_come_and_go_in_one_change()
    {
        var pattern = EventPattern.Parse("a.*");
        PatternChange[] changes =
        [
            .. Enumerable.Range(0, 50_000).Select(i => new PatternChange(pattern, i, IsAdded: true)),
            .. Enumerable.Range(0, 50_000).Where(i => i % 10_000 != 7).Select(i => new PatternChange(pattern, i, IsAdded: false)),
            new PatternChange(pattern, 8, IsAdded: true),
        ];

        Empty.Apply(changes).Targets("a.b.c").Should().Equal(7, 8, 10_007, 20_007, 30_007, 40_007);
    }

    [Fact]
    public void Subscriptions_that_come_and_go_for_ever_do_not_make_the_table_grow()
    {
        var index = Empty;
        var live = new Queue<string>();
        var capacities = new HashSet<int>();
        for (var i = 0; i < 5000; i++)
        {
            live.Enqueue($"domain-{i}.entity.action");
            index = index.Add(i % 64, $"domain-{i}.entity.action").Add(100, $"domain-{i}.entity.action");
            if (live.Count > 50)
            {
                index = index.Remove((i - 50) % 64, live.Peek()).Remove(100, live.Dequeue());
                capacities.Add(index.Capacity);
                index.TargetCapacity.Should().BeLessThan(1000);
            }
        }

        index.Count.Should().Be(150);
        capacities.Should().ContainSingle().Which.Should().Be(512);
        live.Select((pattern, i) => index.Targets(pattern)[0] == (4950 + i) % 64).Should().NotContain(false);
    }

    [Fact]
    public void A_table_that_was_large_once_shrinks()
    {
        string[] patterns = [.. Enumerable.Range(0, 10_000).Select(i => $"domain.entity.action-{i}")];
        var large = Empty.Add(1, patterns);
        var small = large.Remove(1, patterns[1..]);

        large.Capacity.Should().BeGreaterThan(10_000);
        small.Capacity.Should().Be(Empty.Capacity);
        small.Targets(patterns[0]).Should().Equal(1);
    }

    [Fact]
    public void Lists_that_were_long_once_shrink()
    {
        var pattern = EventPattern.Parse("a.*");
        var index = Empty.Add(1, "b.*").Add(2, "b.*");
        var large = index.Apply([.. Enumerable.Range(0, 10_000).Select(i => new PatternChange(pattern, i, IsAdded: true))]);
        var small = large.Apply([.. Enumerable.Range(0, 9999).Select(i => new PatternChange(pattern, i, IsAdded: false))]);

        large.TargetCapacity.Should().BeGreaterThan(10_000);
        small.TargetCapacity.Should().BeLessThan(10);
        small.Targets("a.b.c").Should().Equal(9999);
        small.Targets("b.c.d").Should().Equal(1, 2);
        large.Targets("a.b.c").Should().HaveCount(10_000);
    }
}

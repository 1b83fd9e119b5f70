using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class PathHashTests
{
    [Theory]
    [InlineData("a", "aa")]
    [InlineData("ccccb", "ccccca")]
    [InlineData("ccccccccb", "cccccccca")]
    [InlineData("abcdefgh", "abcdefghi")]
    public void Similar_segments_have_different_keys_whatever_the_seed(string first, string second)
    {
        for (ulong seed = 0; seed < 1000; seed++)
        {
            Key(seed, first).Should().NotBe(Key(seed, second));
        }
    }

    [Fact]
    public void Where_a_path_is_cut_into_segments_matters() => Key(1, "ab", "c").Should().NotBe(Key(1, "a", "bc"));

    [Theory]
    [InlineData(0)]
    [InlineData(PathHash.AllBits)]
    public void Length_and_kind_are_part_of_the_key(int bits)
    {
        var hash = new PathHash(1, bits);
        var keys = Enumerable.Range(1, 256).SelectMany(length => new[] { hash.KeyOf(7, length, false), hash.KeyOf(7, length, true) });

        keys.Distinct().Should().HaveCount(512).And.NotContain(0UL);
    }

    [Fact]
    public void The_seed_decides_where_a_path_lies()
    {
        var places = Enumerable.Range(0, 256).Select(seed => Key((ulong)seed, "engagement", "campaign") >> 56);

        places.Distinct().Should().HaveCountGreaterThan(130, "256 balls in 256 boxes leave 94 boxes empty on average");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ulong.MaxValue)]
    public void Names_that_count_up_are_spread_evenly(ulong seed)
    {
        const int Bits = 16;
        var load = new int[1 << Bits];
        for (var i = 0; i < load.Length; i++)
        {
            load[Key(seed, "domain", $"entity-{i}") >> (64 - Bits)]++;
        }

        load.Max().Should().BeLessThan(13, "with one name for each place, a place with 13 is a one in a million event");
    }

    private static ulong Key(ulong seed, params string[] segments)
    {
        var hash = new PathHash(seed, PathHash.AllBits);
        return hash.KeyOf(segments.Aggregate(hash.Start, (path, segment) => hash.Append(path, segment)), 1, isType: false);
    }
}

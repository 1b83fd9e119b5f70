using System.Numerics;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class UlidTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The oracle reads the text back, digit by digit.</summary>
    [Fact]
    public void The_text_is_the_number_in_base_32()
    {
        var random = new Random(7);
        ulong[] edges = [0, 1, ulong.MaxValue, 1UL << 63, 0xFFFF, 0x1_0000, (1UL << 40) - 1, 1UL << 40, 31, 32];
        var all = edges.SelectMany(h => edges.Select(l => new Ulid(h, l)))
            .Concat(Enumerable.Range(0, 1000).Select(_ => new Ulid((ulong)random.NextInt64(), (ulong)random.NextInt64())));

        foreach (var ulid in all)
        {
            var text = ulid.ToString();

            text.Should().HaveLength(26);
            text.Aggregate(BigInteger.Zero, (sum, c) => (sum * 32) + Alphabet.IndexOf(c)).Should().Be(((BigInteger)ulid.High << 64) | ulid.Low);
        }
    }

    [Fact]
    public void A_hundred_thousand_ids_of_one_millisecond_ascend_into_the_next()
    {
        var clock = new VirtualClock();
        var generator = new EventIdGenerator(clock);
        var last = generator.Next(clock.GetUtcNow());
        for (var i = 0; i < 100_000; i++)
        {
            var next = generator.Next(clock.GetUtcNow());
            next.High.Should().Be(last.High + 1);
            last = next;
        }

        (last.High >> 16).Should().Be((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() + 1, "65,536 fit into one millisecond");
    }
}

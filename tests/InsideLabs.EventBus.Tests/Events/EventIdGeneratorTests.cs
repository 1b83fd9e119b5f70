using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventIdGeneratorTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly VirtualClock _clock = new();
    private readonly EventIdGenerator _generator;

    public EventIdGeneratorTests() => _generator = new EventIdGenerator(_clock);

    [Fact]
    public void An_id_is_a_ulid()
    {
        var id = _generator.Next().Value;

        id.Should().HaveLength(26);
        id.Should().Match(text => text.All(c => Alphabet.Contains(c)));
        id[0].Should().BeInRange('0', '7', "26 characters hold 130 bits, a ULID has 128");
    }

    [Fact]
    public void The_first_ten_characters_are_the_instant()
    {
        _clock.JumpTo(new DateTimeOffset(2026, 4, 8, 12, 34, 56, 789, TimeSpan.Zero));

        MillisecondsOf(_generator.Next()).Should().Be(_clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_known_instant_has_its_known_prefix()
    {
        // The example of the ULID specification: 1469918176385 is 01ARYZ6S41.
        _clock.JumpTo(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385));

        _generator.Next().Value.Should().StartWith("01ARYZ6S41");
    }

    [Fact]
    public void Within_one_millisecond_ids_ascend()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => _generator.Next().Value).ToList();

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Ids_ascend_when_the_clock_runs_stands_and_steps_back()
    {
        var start = _clock.GetUtcNow();
        var ids = new List<string>();
        foreach (var offset in new[] { 0, 1, 1, -5_000, -4_999, 0, 2, -86_400_000, 3 })
        {
            _clock.JumpTo(start.AddMilliseconds(offset));
            ids.Add(_generator.Next().Value);
        }

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_random_part_is_drawn_anew_every_millisecond()
    {
        var tails = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 1_000; i++)
        {
            tails.Add(_generator.Next().Value[10..]);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        tails.Should().HaveCount(1_000);
    }

    [Fact]
    public void A_hundred_thousand_ids_from_many_threads_are_unique()
    {
        var ids = Enumerable.Range(0, 100_000).AsParallel().Select(_ => _generator.Next()).ToHashSet();

        ids.Should().HaveCount(100_000);
    }

    [Fact]
    public void Two_generators_of_one_instant_do_not_collide()
    {
        var other = new EventIdGenerator(_clock);
        var ids = Enumerable.Range(0, 1_000).SelectMany(_ => new[] { _generator.Next(), other.Next() }).ToHashSet();

        ids.Should().HaveCount(2_000);
    }

    private static long MillisecondsOf(EventId id) => id.Value[..10].Aggregate(0L, (sum, c) => (sum * 32) + Alphabet.IndexOf(c));
}

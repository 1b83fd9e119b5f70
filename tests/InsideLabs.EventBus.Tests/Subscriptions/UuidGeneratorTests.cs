using System.Collections.Concurrent;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Subscriptions;

public sealed class UuidGeneratorTests
{
    private readonly VirtualClock _time = new();
    private readonly UuidGenerator _generator;

    public UuidGeneratorTests() => _generator = new UuidGenerator(_time);

    [Fact]
    public void An_id_is_a_UUIDv7_of_the_current_millisecond()
    {
        var id = _generator.Next();

        id.Version.Should().Be(7);
        id.Variant.Should().BeInRange(8, 0xB);
        MillisecondOf(id).Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Ids_ascend_when_time_passes()
    {
        AssertAscending(Enumerable.Range(0, 100).Select(_ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return _generator.Next();
        }));
    }

    [Fact]
    public void Five_thousand_ids_of_one_millisecond_ascend_and_are_still_UUIDv7s()
    {
        var ids = Enumerable.Range(0, 5_000).Select(_ => _generator.Next()).ToList();

        AssertAscending(ids);
        ids.Should().OnlyContain(id => id.Version == 7 && id.Variant >= 8 && id.Variant <= 0xB);
        MillisecondOf(ids[^1]).Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds() + 1, "4,096 fit into one millisecond");
    }

    [Fact]
    public void Ids_ascend_while_the_clock_steps_back_and_when_it_catches_up()
    {
        var ids = new List<Guid> { _generator.Next() };
        _time.JumpTo(_time.GetUtcNow().AddHours(-1));
        ids.AddRange(Enumerable.Range(0, 5_000).Select(_ => _generator.Next()));
        _time.Advance(TimeSpan.FromHours(1));
        ids.Add(_generator.Next());
        _time.Advance(TimeSpan.FromMinutes(1));
        ids.Add(_generator.Next());

        AssertAscending(ids);
        MillisecondOf(ids[^1]).Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Concurrent_callers_never_get_the_same_id()
    {
        var ids = new ConcurrentBag<Guid>();

        await Together.RunAsync(8, _ =>
        {
            var mine = Enumerable.Range(0, 1_000).Select(_ => _generator.Next()).ToList();
            AssertAscending(mine);
            mine.ForEach(ids.Add);
            return Task.CompletedTask;
        });

        ids.Should().HaveCount(8_000).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Two_generators_differ_in_the_same_millisecond() =>
        new UuidGenerator(_time).Next().Should().NotBe(_generator.Next());

    private static long MillisecondOf(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);

    private static void AssertAscending(IEnumerable<Guid> ids)
    {
        var list = ids.ToList();
        list.Zip(list.Skip(1)).Should().OnlyContain(pair => pair.First.CompareTo(pair.Second) < 0);
        list.Select(id => id.ToString()).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }
}

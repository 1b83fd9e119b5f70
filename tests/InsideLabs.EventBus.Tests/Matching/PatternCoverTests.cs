using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class PatternCoverTests
{
    [Theory]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("a.b.c a.b.c", "a.b.c")]
    [InlineData("a.b.* a.b.* a.b.*", "a.b.*")]
    [InlineData("a.b.c a.b.* a.*", "a.*")]
    [InlineData("a.b.* a.b.c.* b.c.d a.b.c", "a.b.* b.c.d")]
    [InlineData("a.b.c.* a.b.c", "a.b.c.* a.b.c")]
    public void Covered_patterns_are_dropped(string patterns, string kept) =>
        Reduce(patterns.Split(' ').Select(EventPattern.Parse)).Select(p => p.Value).Should().Equal(kept.Split(' '));

    [Fact]
    public void What_is_kept_matches_what_all_matched_and_never_twice() =>
        Prop.ForAll(PatternGen.Pattern.NonEmptyListOf().ToArbitrary(), PatternGen.Type.ToArbitrary(), (patterns, text) =>
        {
            var type = EventType.Parse(text);
            var matches = Reduce(patterns).Count(p => p.Matches(type));
            return matches == (patterns.Any(p => p.Matches(type)) ? 1 : 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static ImmutableArray<EventPattern> Reduce(IEnumerable<EventPattern> patterns) => PatternCover.Reduce([.. patterns]);
}

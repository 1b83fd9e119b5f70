using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Tests.Matching;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventPatternTests
{
    public static TheoryData<string, string, bool> MatchCases() => PatternCases.Matches();

    public static TheoryData<string> ValidCases() => PatternCases.Texts("valid");

    public static TheoryData<string> InvalidCases() => PatternCases.Texts("invalid");

    public static TheoryData<string, string> BadInputs()
    {
        var rows = new TheoryData<string, string>();
        foreach (var row in ConformanceCases.BadInputs("pattern"))
        {
            var code = row.GetProperty("expected").GetProperty("code").GetString();
            if (string.Equals(code, ErrorCodes.PatternMalformed, StringComparison.Ordinal))
            {
                rows.Add(row.GetProperty("id").GetString()!, ConformanceCases.Text(row.GetProperty("input")));
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(MatchCases))]
    public void A_pattern_matches_as_the_contract_says(string pattern, string eventType, bool matches) =>
        EventPattern.Parse(pattern).Matches(EventType.Parse(eventType)).Should().Be(matches);

    [Theory]
    [MemberData(nameof(ValidCases))]
    public void A_valid_pattern_is_kept_as_written(string text)
    {
        EventPattern.TryParse(text, out var pattern).Should().BeTrue();

        pattern.Value.Should().Be(text);
        pattern.ToString().Should().Be(text);
    }

    [Theory]
    [MemberData(nameof(InvalidCases))]
    public void An_invalid_pattern_is_refused(string text)
    {
        EventPattern.TryParse(text, out _).Should().BeFalse();

        var refused = ((Action)(() => EventPattern.Parse(text))).Should().Throw<EventBusValidationException>().Which;
        refused.Code.Should().Be(ErrorCodes.PatternMalformed);
    }

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void A_bad_input_is_refused(string id, string text) =>
        EventPattern.TryParse(text, out _).Should().BeFalse(id);

    [Fact]
    public void A_refusal_names_the_pattern() =>
        ((Action)(() => EventPattern.Parse("order.*.created"))).Should().Throw<EventBusValidationException>()
            .Which.Message.Should().Contain("'order.*.created'");

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void The_wildcard_counts_as_a_segment(int literals, bool valid) =>
        EventPattern.TryParse(string.Join('.', Enumerable.Repeat("a", literals)) + ".*", out _).Should().Be(valid);

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_pattern_may_be_as_long_as_a_type(int length, bool valid) =>
        EventPattern.TryParse(new string('a', length - 2) + ".*", out _).Should().Be(valid);

    [Theory]
    [InlineData("a.b.*", "a.b.*", true)]
    [InlineData("a.*", "a.b.*", true)]
    [InlineData("a.b.*", "a.*", false)]
    [InlineData("a.*", "ab.c.*", false)]
    [InlineData("a.*", "a.b.c", true)]
    [InlineData("a.b.c", "a.b.c", true)]
    [InlineData("a.b.c", "a.b.c.*", false)]
    [InlineData("a.b.c.*", "a.b.c", false)]
    [InlineData("a.b.c", "a.b.d", false)]
    public void A_pattern_covers_what_matches_no_more_than_it_does(string first, string second, bool covers) =>
        EventPattern.Parse(first).Covers(EventPattern.Parse(second)).Should().Be(covers);

    [Fact]
    public void Covering_means_matching_every_type_that_the_other_matches()
    {
        var pairs = PatternGen.Pattern.Zip(PatternGen.Pattern).Zip(PatternGen.Type);
        Prop.ForAll(
            pairs.ToArbitrary(),
            row =>
            {
                var ((first, second), type) = (row.Item1, EventType.Parse(row.Item2));
                return !first.Covers(second) || !second.Matches(type) || first.Matches(type);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Of_two_patterns_that_match_one_type_one_covers_the_other()
    {
        var pairs = PatternGen.Pattern.Zip(PatternGen.Pattern).Zip(PatternGen.Type);
        Prop.ForAll(
            pairs.ToArbitrary(),
            row =>
            {
                var ((first, second), type) = (row.Item1, EventType.Parse(row.Item2));
                return !first.Matches(type) || !second.Matches(type) || first.Covers(second) || second.Covers(first);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Patterns_written_alike_are_equal()
    {
        var (first, second, other) = (EventPattern.Parse("a.b.*"), EventPattern.Parse("a.b.*"), EventPattern.Parse("a.*"));

        (first == second).Should().BeTrue();
        first.GetHashCode().Should().Be(second.GetHashCode());
        (first != other).Should().BeTrue();
        first.Equals((object)other).Should().BeFalse();
    }
}

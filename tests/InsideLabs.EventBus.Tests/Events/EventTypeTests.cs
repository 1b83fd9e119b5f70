using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventTypeTests
{
    private static readonly string Segments16 = string.Join('.', Enumerable.Repeat("a", 16));

    public static TheoryData<string> BadInputs { get; } =
        [.. ConformanceCases.BadInputs("eventType").Select(c => c.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void A_bad_input_is_refused_with_its_code(string id)
    {
        var row = ConformanceCases.BadInputs("eventType").Single(c => c.GetProperty("id").GetString() == id);

        CodeOf(ConformanceCases.Text(row.GetProperty("input")))
            .Should().Be(row.GetProperty("expected").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("engagement.campaign.sent")]
    [InlineData("a.b.c")]
    [InlineData("engagement.segment.user.added")]
    [InlineData("a1.b-c.d_e")]
    [InlineData("a-.b_.c0")]
    public void A_name_within_the_grammar_is_a_type(string text)
    {
        EventType.TryParse(text, out var type).Should().BeTrue();
        type.Value.Should().Be(text);
        EventType.Parse(text).ToString().Should().Be(text);
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        EventType.TryParse(Segments16, out _).Should().BeTrue();
        EventType.TryParse("a.b." + new string('c', 252), out var longest).Should().BeTrue();
        longest.Value.Should().HaveLength(256);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a..b.c")]
    [InlineData(".")]
    [InlineData(" a.b.c")]
    [InlineData("a.b.c ")]
    [InlineData("A.b.c")]
    [InlineData("a.b.C")]
    [InlineData("a.1b.c")]
    [InlineData("a._b.c")]
    [InlineData("a.-b.c")]
    [InlineData("a.b.é")]
    [InlineData("a.b.c٠")]
    [InlineData("a.b/c.d")]
    [InlineData("a.b.c\0")]
    public void A_name_outside_the_grammar_is_malformed(string text) => CodeOf(text).Should().Be(ErrorCodes.EventTypeMalformed);

    [Theory]
    [InlineData("*")]
    [InlineData("engagement.*")]
    [InlineData("engagement.campaign.*")]
    [InlineData("engagement.*.sent")]
    [InlineData("engagement.campaign.sent.*")]
    public void A_wildcard_is_not_a_type(string text) => CodeOf(text).Should().Be(ErrorCodes.EventTypeMalformed);

    [Fact]
    public void Too_long_is_judged_before_malformed_and_too_deep()
    {
        CodeOf(new string('!', 300)).Should().Be(ErrorCodes.EventTypeTooLong);
        CodeOf("a.b." + new string('c', 253)).Should().Be(ErrorCodes.EventTypeTooLong);
        CodeOf(string.Join('.', Enumerable.Repeat("a", 150))).Should().Be(ErrorCodes.EventTypeTooLong);
    }

    [Fact]
    public void Malformed_is_judged_before_too_deep()
    {
        CodeOf(Segments16 + ".Q").Should().Be(ErrorCodes.EventTypeMalformed);
        CodeOf(Segments16 + ".").Should().Be(ErrorCodes.EventTypeMalformed);
        CodeOf(Segments16 + ".*").Should().Be(ErrorCodes.EventTypeMalformed);
        CodeOf(Segments16 + ".q").Should().Be(ErrorCodes.EventTypeTooDeep);
    }

    [Fact]
    public void No_text_is_an_empty_type()
    {
        CodeOf(null).Should().Be(ErrorCodes.EventTypeEmpty);
        CodeOf(string.Empty).Should().Be(ErrorCodes.EventTypeEmpty);
        FluentActions.Invoking(() => EventType.Parse(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Parse_throws_one_fault_that_shows_the_value()
    {
        var parse = () => EventType.Parse("order.created");

        var fault = parse.Should().Throw<EventBusValidationException>().Which.Faults.Should().ContainSingle().Subject;
        fault.Field.Should().Be("eventType");
        fault.Code.Should().Be(ErrorCodes.EventTypeMalformed);
        fault.Message.Should().Contain("'order.created'");
    }

    [Fact]
    public void The_first_two_segments_are_domain_and_category()
    {
        var type = EventType.Parse("engagement.segment.user.added");

        type.Domain.Should().Be("engagement");
        type.Category.Should().Be("segment");
    }

    [Fact]
    public void Types_are_equal_when_their_names_are()
    {
        var (one, same, other) = (EventType.Parse("a.b.c"), EventType.Parse("a.b." + "c"), EventType.Parse("a.b.d"));

        (one == same).Should().BeTrue();
        (one != other).Should().BeTrue();
        one.Equals((object)same).Should().BeTrue();
        one.Equals("a.b.c").Should().BeFalse();
        one.GetHashCode().Should().Be(same.GetHashCode());
        (default(EventType) == one).Should().BeFalse();
        default(EventType).Value.Should().BeEmpty();
    }

    private static string? CodeOf(string? text)
    {
        EventType.TryParse(text, out var type, out var fault).Should().BeFalse();
        type.Should().Be(default(EventType));
        return fault?.Code;
    }
}

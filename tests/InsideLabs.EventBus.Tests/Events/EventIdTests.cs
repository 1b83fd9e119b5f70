using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC")]
    [InlineData("a")]
    [InlineData("-")]
    [InlineData("order_7-A")]
    [InlineData("0198f7a2-7c1e-7b3a-9d55-0123456789ab")]
    public void An_id_is_kept_as_given(string text)
    {
        EventId.TryParse(text, out var id).Should().BeTrue();
        id.Value.Should().Be(text);
        EventId.Parse(text).ToString().Should().Be(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a\r\nb")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("a+b")]
    [InlineData("a=")]
    public void Anything_else_is_no_id(string? text)
    {
        EventId.TryParse(text, out var id).Should().BeFalse();
        id.Should().Be(default(EventId));
    }

    [Fact]
    public void An_id_has_at_most_128_characters()
    {
        EventId.TryParse(new string('x', 128), out _).Should().BeTrue();
        EventId.TryParse(new string('x', 129), out _).Should().BeFalse();
    }

    [Fact]
    public void The_bad_ids_of_the_contract_are_refused_with_their_code()
    {
        var rows = ConformanceCases.BadInputs("envelope")
            .Where(c => c.GetProperty("expected").TryGetProperty("code", out var code) && code.GetString() == ErrorCodes.EventIdMalformed)
            .Select(c => c.GetProperty("input").GetProperty("eventId").GetString()!)
            .ToList();

        rows.Should().HaveCount(2);
        foreach (var text in rows)
        {
            FluentActions.Invoking(() => EventId.Parse(text)).Should().Throw<EventBusValidationException>()
                .Which.Faults.Should().ContainSingle().Which.Should()
                .Match<Fault>(f => f.Field == "eventId" && f.Code == ErrorCodes.EventIdMalformed);
        }
    }

    [Fact]
    public void Ids_are_equal_when_their_texts_are_and_case_counts()
    {
        var (one, same, other) = (EventId.Parse("a-1"), EventId.Parse("a-" + "1"), EventId.Parse("A-1"));

        (one == same).Should().BeTrue();
        (one != other).Should().BeTrue();
        one.Equals((object)same).Should().BeTrue();
        one.GetHashCode().Should().Be(same.GetHashCode());
        default(EventId).Value.Should().BeEmpty();
    }
}

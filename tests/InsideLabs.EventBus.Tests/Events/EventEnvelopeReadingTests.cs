using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventEnvelopeReadingTests
{
    private const string Valid =
        """{"eventId":"x-1","eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement","timestamp":"2026-04-08T12:34:56.000Z","payload":{}}""";

    public static TheoryData<string> Properties { get; } =
        ["eventId", "eventType", "eventCategory", "sourceDomain", "timestamp", "payload"];

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_missing_property_is_named(string property)
    {
        Faults(e => e.Remove(property)).Should().Equal((property, ErrorCodes.FieldRequired));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_property_of_another_type_is_named(string property)
    {
        Faults(e => e[property] = 42).Should().Equal((property, ErrorCodes.TypeMismatch));
        Faults(e => e[property] = null).Should().Equal((property, ErrorCodes.TypeMismatch));
        Faults(e => e[property] = new JsonArray(new JsonObject { ["a"] = 1 })).Should().Equal((property, ErrorCodes.TypeMismatch));
    }

    [Theory]
    [InlineData("eventId", "a.b", ErrorCodes.EventIdMalformed)]
    [InlineData("eventId", "", ErrorCodes.EventIdMalformed)]
    [InlineData("eventType", "", ErrorCodes.EventTypeEmpty)]
    [InlineData("eventType", "engagement.*", ErrorCodes.EventTypeMalformed)]
    [InlineData("timestamp", "2026-04-08T12:34:56", ErrorCodes.TimestampMalformed)]
    [InlineData("timestamp", "", ErrorCodes.TimestampMalformed)]
    [InlineData("eventCategory", "", ErrorCodes.TypeMismatch)]
    [InlineData("sourceDomain", "", ErrorCodes.TypeMismatch)]
    [InlineData("payload", "{}", ErrorCodes.TypeMismatch)]
    public void A_value_that_breaks_its_grammar_is_refused_with_its_own_code(string property, string value, string code)
    {
        Faults(e => e[property] = value).Should().Equal((property, code));
    }

    [Fact]
    public void An_unknown_property_is_refused()
    {
        Faults(e => e["traceId"] = "abc").Should().Equal(("traceId", ErrorCodes.PropertyUnknown));
        Faults(e => e["EventId"] = new JsonObject { ["payload"] = 1 }).Should().Equal(("EventId", ErrorCodes.PropertyUnknown));
    }

    [Fact]
    public void An_unknown_property_with_a_hostile_name_is_shown_in_short()
    {
        var name = new string('x', 5_000) + "\n";

        var (field, code) = Faults(e => e[name] = 1).Should().ContainSingle().Subject;
        code.Should().Be(ErrorCodes.PropertyUnknown);
        field.Should().HaveLength(101).And.NotContain("\n");
    }

    [Fact]
    public void A_property_that_stands_twice_is_refused()
    {
        Codes(Valid[..^1] + ""","eventId":"x-1"}""").Should().Equal(ErrorCodes.JsonDuplicateProperty);
        Codes(Valid[..^1] + ""","event\u0049d":"x-2"}""").Should().Equal(ErrorCodes.JsonDuplicateProperty);
        Codes(Valid.Replace("{}", """{"a":1,"a":2}""")).Should().Equal(ErrorCodes.JsonDuplicateProperty);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        const string body = """{"eventId":"a.b","eventType":"sent","color":"red","timestamp":"now","payload":[]}""";

        Codes(body).Should().BeEquivalentTo(
            ErrorCodes.EventIdMalformed,
            ErrorCodes.EventTypeMalformed,
            ErrorCodes.PropertyUnknown,
            ErrorCodes.FieldRequired,
            ErrorCodes.FieldRequired,
            ErrorCodes.TimestampMalformed,
            ErrorCodes.TypeMismatch);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    public void What_is_no_object_is_one_fault(string body)
    {
        Codes(body).Should().Equal(ErrorCodes.TypeMismatch);
    }

    [Theory]
    [InlineData("", ErrorCodes.JsonMalformed)]
    [InlineData("{", ErrorCodes.JsonMalformed)]
    [InlineData("""{"a":"\ud800"}""", ErrorCodes.JsonInvalidString)]
    public void What_is_no_strict_json_is_one_fault(string body, string code) => Codes(body).Should().Equal(code);

    [Fact]
    public void The_payload_alone_may_be_sixty_four_levels_deep()
    {
        static string Deep(int levels) => Valid.Replace(
            "{}", string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "0" + new string('}', levels), StringComparison.Ordinal);

        EventEnvelope.Read(Encoding.UTF8.GetBytes(Deep(64))).Payload.Length.Should().Be((64 * 6) + 1);
        Codes(Deep(65)).Should().Equal(ErrorCodes.JsonTooDeep);
    }

    private static IEnumerable<(string Field, string Code)> Faults(Action<JsonObject> change)
    {
        var envelope = JsonNode.Parse(Valid)!.AsObject();
        change(envelope);
        return FaultsOf(envelope.ToJsonString()).Select(f => (f.Field, f.Code));
    }

    private static IEnumerable<string> Codes(string body) => FaultsOf(body).Select(f => f.Code);

    private static IReadOnlyList<Fault> FaultsOf(string body)
    {
        var read = () => EventEnvelope.Read(Encoding.UTF8.GetBytes(body));
        return read.Should().Throw<EventBusValidationException>().Which.Faults;
    }
}

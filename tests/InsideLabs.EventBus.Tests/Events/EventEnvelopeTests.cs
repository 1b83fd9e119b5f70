using System.Text;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventEnvelopeTests
{
    private static readonly EventId Id = EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC");
    private static readonly EventType Type = EventType.Parse("engagement.campaign.sent");
    private static readonly DateTimeOffset Instant = new(2026, 4, 8, 12, 34, 56, TimeSpan.Zero);

    public static TheoryData<string> Payloads { get; } =
    [
        "{}",
        """{"campaignId":"c-42"}""",
        """{"a":1e400,"b":-1E-400,"c":1.50,"d":12345678901234567890123}""",
        "{ \"a\" :\t1 ,\r\n \"b\" : [ 1 , 2 ] }",
        """{"a":"\u0041\/\"\\\b\f\n\r\t","b":"é😀\ud83d\ude00","\u0061bc":"<&>'+"}""",
        """{"payload":{"payload":{}},"eventId":"x","timestamp":"not one"}""",
        """{"z":1,"a":{"z":1,"a":[{"z":1},{"z":1}]}}""",
    ];

    [Fact]
    public void The_wire_form_is_six_properties_in_this_order_and_nothing_else()
    {
        var envelope = EventEnvelope.Create(Id, Type, "campaign", "Engagement", Instant, """{"campaignId":"c-42"}"""u8);

        Encoding.UTF8.GetString(envelope.Utf8Json.Span).Should().Be(
            """{"eventId":"01JS0Z7V8K3Q4T5W6X7Y8Z9ABC","eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement","""
            + "\"timestamp\":\"2026-04-08T12:34:56.000Z\",\"payload\":{\"campaignId\":\"c-42\"}}");
    }

    [Fact]
    public void The_properties_are_those_that_were_given()
    {
        var envelope = EventEnvelope.Create(Id, Type, "mailing", "Engagement", Instant, "{}"u8);

        envelope.Id.Should().Be(Id);
        envelope.Type.Should().Be(Type);
        envelope.Category.Should().Be("mailing");
        envelope.SourceDomain.Should().Be("Engagement");
        envelope.Timestamp.Should().Be(Instant);
        Encoding.UTF8.GetString(envelope.Payload.Span).Should().Be("{}");
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_payload_is_kept_byte_for_byte(string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        var created = EventEnvelope.Create(Id, Type, "campaign", "Engagement", Instant, bytes);
        var read = EventEnvelope.Read(created.Utf8Json);

        created.Payload.ToArray().Should().Equal(bytes);
        read.Payload.ToArray().Should().Equal(bytes);
        Encoding.UTF8.GetString(created.Utf8Json.Span).Should().EndWith(",\"payload\":" + payload + "}");
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void What_was_created_is_read_back_equal(string payload)
    {
        var created = EventEnvelope.Create(
            Id, Type, "mailing", "Käufe & \"Verkäufe\" <1>", Instant.AddMilliseconds(7), Encoding.UTF8.GetBytes(payload));

        EventEnvelope.Read(created.Utf8Json).Should().BeEquivalentTo(created, o => o
            .Excluding(e => e.Payload)
            .Excluding(e => e.Utf8Json)
            .ComparingByValue<EventId>()
            .ComparingByValue<EventType>());
    }

    [Fact]
    public void White_space_around_the_payload_is_no_part_of_it()
    {
        var created = EventEnvelope.Create(Id, Type, "campaign", "Engagement", Instant, " \t\r\n{ \"a\": 1 }\n\n "u8);

        Encoding.UTF8.GetString(created.Payload.Span).Should().Be("""{ "a": 1 }""");
        EventEnvelope.Read(created.Utf8Json).Payload.ToArray().Should().Equal(created.Payload.ToArray());
    }

    [Fact]
    public void The_timestamp_is_cut_to_milliseconds_in_utc()
    {
        var created = EventEnvelope.Create(
            Id, Type, "campaign", "Engagement", new DateTimeOffset(2026, 4, 8, 14, 34, 56, 789, TimeSpan.FromHours(2)).AddTicks(9_999), "{}"u8);

        created.Timestamp.Should().BeExactly(Instant.AddMilliseconds(789));
        EventEnvelope.Read(created.Utf8Json).Timestamp.Should().Be(created.Timestamp);
        Encoding.UTF8.GetString(created.Utf8Json.Span).Should().Contain("\"timestamp\":\"2026-04-08T12:34:56.789Z\"");
    }

    [Fact]
    public void The_bytes_that_were_read_are_kept_as_they_are()
    {
        var wire = """
            { "payload" : { "a" : 1 } , "timestamp":"2026-04-08T14:34:56.7899+02:00", "sourceDomain":"Engagement",
              "eventCategory":"campaign", "eventType":"engagement.campaign.sent", "eventId":"x-1" }
            """u8.ToArray();

        var envelope = EventEnvelope.Read(wire);

        envelope.Utf8Json.ToArray().Should().Equal(wire);
        Encoding.UTF8.GetString(envelope.Payload.Span).Should().Be("""{ "a" : 1 }""");
        envelope.Timestamp.Should().Be(Instant.AddMilliseconds(789));
        envelope.Id.Value.Should().Be("x-1");
    }

    [Fact]
    public void Category_and_source_domain_must_be_given()
    {
        FluentActions.Invoking(() => EventEnvelope.Create(Id, Type, "", "Engagement", Instant, "{}"u8)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => EventEnvelope.Create(Id, Type, "campaign", "", Instant, "{}"u8)).Should().Throw<ArgumentException>();
    }
}

using System.Text;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Tests.Occurrences;

public sealed class OccurrenceTests
{
    private const GivenFields All = GivenFields.Category | GivenFields.SourceDomain | GivenFields.Timestamp;

    private static readonly DateTimeOffset Instant = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_occurrence_of_an_event_keeps_its_wire_form()
    {
        var envelope = Envelope();
        var occurrence = Occurrence.Of(envelope, GivenFields.Category, "00-trace", Instant.AddSeconds(1));

        occurrence.Id.Should().Be("x-1");
        occurrence.Kind.Should().Be(OccurrenceKind.Event);
        occurrence.EventType.Should().Be("order.order.placed");
        occurrence.Body.Should().Be(envelope.Utf8Json);
        occurrence.Event.Should().BeSameAs(envelope);
        occurrence.Given.Should().Be(GivenFields.Category);
        occurrence.TraceParent.Should().Be("00-trace");
        occurrence.RecordedAt.Should().Be(Instant.AddSeconds(1));
    }

    [Fact]
    public void A_stored_occurrence_reads_its_event_from_the_body_once()
    {
        var occurrence = Stored(Occurrence.Of(Envelope(), GivenFields.None, null, Instant));

        occurrence.Event.Type.Value.Should().Be("order.order.placed");
        var first = occurrence.Event;
        occurrence.Event.Should().BeSameAs(first);
        Encoding.UTF8.GetString(occurrence.Event.Payload.Span).Should().Be("""{"a":1}""");
    }

    public static TheoryData<string, bool, bool, bool> Rules { get; } = new()
    {
        // what differs, and whether it is the same content when: nobody gave the field, one did, both did
        { "nothing", true, true, true },
        { "type", false, false, false },
        { "payload", false, false, false },
        { "white space in the payload", false, false, false },
        { "white space around the payload", true, true, true },
        { "category", true, true, false },
        { "source domain", true, true, false },
        { "timestamp", true, true, false },
        { "timestamp below a millisecond", true, true, true },
        { "recorded later", true, true, true },
        { "trace", true, true, true },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Content_is_the_same_by_this_table(string difference, bool neitherGave, bool oneGave, bool bothGave)
    {
        Same(difference, GivenFields.None, GivenFields.None).Should().Be(neitherGave);
        Same(difference, All, GivenFields.None).Should().Be(oneGave);
        Same(difference, GivenFields.None, All).Should().Be(oneGave);
        Same(difference, All, All).Should().Be(bothGave);
    }

    [Theory]
    [InlineData("category", GivenFields.Category)]
    [InlineData("source domain", GivenFields.SourceDomain)]
    [InlineData("timestamp", GivenFields.Timestamp)]
    public void A_field_counts_only_where_both_gave_this_very_field(string difference, GivenFields field)
    {
        Same(difference, field, field).Should().BeFalse();
        Same(difference, field, All & ~field).Should().BeTrue();
        Same(difference, All & ~field, All & ~field).Should().BeTrue();
    }

    private static bool Same(string difference, GivenFields mine, GivenFields theirs)
    {
        var one = Occurrence.Of(Envelope(), mine, null, Instant);
        var other = difference switch
        {
            "nothing" => Occurrence.Of(Envelope(), theirs, null, Instant),
            "type" => Occurrence.Of(Envelope(type: "order.order.paid"), theirs, null, Instant),
            "payload" => Occurrence.Of(Envelope(payload: """{"a":2}"""), theirs, null, Instant),
            "white space in the payload" => Occurrence.Of(Envelope(payload: """{"a": 1}"""), theirs, null, Instant),
            "white space around the payload" => Occurrence.Of(Envelope(payload: " {\"a\":1}\n"), theirs, null, Instant),
            "category" => Occurrence.Of(Envelope(category: "other"), theirs, null, Instant),
            "source domain" => Occurrence.Of(Envelope(source: "Other"), theirs, null, Instant),
            "timestamp" => Occurrence.Of(Envelope(at: Instant.AddMilliseconds(1)), theirs, null, Instant),
            "timestamp below a millisecond" => Occurrence.Of(Envelope(at: Instant.AddTicks(9_999)), theirs, null, Instant),
            "recorded later" => Occurrence.Of(Envelope(), theirs, null, Instant.AddDays(1)),
            "trace" => Occurrence.Of(Envelope(), theirs, "00-trace", Instant),
            _ => throw new ArgumentOutOfRangeException(nameof(difference), difference, "No such row."),
        };

        // Stored or still in hand, this way round or the other: it must not matter.
        bool[] answers =
        [
            one.HasSameContent(other), other.HasSameContent(one), Stored(one).HasSameContent(other), Stored(other).HasSameContent(one),
        ];
        return answers.Distinct().Should().ContainSingle().Subject;
    }

    private static Occurrence Stored(Occurrence occurrence) => new()
    {
        Id = occurrence.Id,
        Kind = occurrence.Kind,
        EventType = occurrence.EventType,
        Body = occurrence.Body.ToArray(),
        Given = occurrence.Given,
        TraceParent = occurrence.TraceParent,
        RecordedAt = occurrence.RecordedAt,
    };

    private static EventEnvelope Envelope(
        string type = "order.order.placed",
        string category = "order",
        string source = "Orders",
        DateTimeOffset? at = null,
        string payload = """{"a":1}""") => EventEnvelope.Create(
            EventId.Parse("x-1"), EventType.Parse(type), category, source, at ?? Instant, Encoding.UTF8.GetBytes(payload));
}

using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Tests.Occurrences;

public sealed class InteractionOccurrenceTests
{
    private static readonly ReferenceItem Order = TestData.Reference("ORDER");
    private static readonly ReferenceItem Created = TestData.Reference("CREATE");
    private static readonly Guid Id = TestData.NewId();

    [Fact]
    public void The_occurrence_of_an_interaction_keeps_its_wire_form()
    {
        var occurrence = Make();

        occurrence.Id.Should().Be(Id.ToString("D"));
        occurrence.Kind.Should().Be(OccurrenceKind.Interaction);
        occurrence.EventType.Should().BeNull();
        occurrence.Body.Should().Be(occurrence.Interaction.Utf8Json);
        occurrence.TraceParent.Should().Be("00-trace");
        occurrence.RecordedAt.Should().Be(TestData.Start);
    }

    [Fact]
    public void A_stored_occurrence_reads_its_interaction_from_the_body_once()
    {
        var stored = Stored(Make().WithNumber(7));

        stored.Interaction.Number.Should().Be(7);
        var first = stored.Interaction;
        stored.Interaction.Should().BeSameAs(first);
    }

    [Fact]
    public void A_number_changes_the_body_and_nothing_else()
    {
        var numbered = Make().WithNumber(7);

        (numbered.Id, numbered.Kind, numbered.TraceParent, numbered.RecordedAt)
            .Should().Be((Id.ToString("D"), OccurrenceKind.Interaction, "00-trace", TestData.Start));
        numbered.Body.ToArray().Should().Equal(Make().Interaction.WithNumber(7).Utf8Json.ToArray());
        Stored(numbered).WithNumber(8).Body.ToArray().Should().Equal(Make().WithNumber(8).Body.ToArray());
    }

    [Fact]
    public void An_event_has_no_number_and_no_interaction_and_an_interaction_no_envelope()
    {
        var stamp = () => TestData.Event("e-1").WithNumber(1);
        var interaction = () => TestData.Event("e-1").Interaction;
        var envelope = () => Make().Event;

        stamp.Should().Throw<InvalidOperationException>().WithMessage("*'e-1'*");
        interaction.Should().Throw<InvalidOperationException>().WithMessage("*'e-1'*");
        envelope.Should().Throw<InvalidOperationException>().WithMessage($"*'{Id}'*");
    }

    [Fact]
    public void Content_is_the_same_whatever_the_number_the_trace_and_the_time_of_storing()
    {
        Occurrence[] same =
        [
            Make(), Make().WithNumber(1), Stored(Make().WithNumber(123_456)),
            TestData.Interaction(Order, Created, id: Id, traceParent: null),
            Occurrence.Of(Make().Interaction, traceParent: null, TestData.Start.AddDays(1)),
        ];

        same.Should().OnlyContain(a => same.All(b => a.HasSameContent(b)));
    }

    [Fact]
    public void Content_differs_in_anything_that_was_recorded()
    {
        Occurrence[] others =
        [
            TestData.Interaction(Order, Created, id: Id, metadata: """{"order": {"id":"o-1"}}"""),
            TestData.Interaction(Order, Created, Created, Id),
            TestData.Interaction(Created, Created, id: Id),
            TestData.Interaction(Order, Created, id: Id, recordedAt: TestData.Start.AddMilliseconds(1)),
            TestData.Event(Id.ToString("D")),
        ];

        others.Should().OnlyContain(o => !Make().HasSameContent(o) && !o.HasSameContent(Make().WithNumber(1)));
    }

    private static Occurrence Make() => TestData.Interaction(Order, Created, id: Id, traceParent: "00-trace");

    private static Occurrence Stored(Occurrence occurrence) => new()
    {
        Id = occurrence.Id,
        Kind = occurrence.Kind,
        Body = occurrence.Body,
        TraceParent = occurrence.TraceParent,
        RecordedAt = occurrence.RecordedAt,
    };
}

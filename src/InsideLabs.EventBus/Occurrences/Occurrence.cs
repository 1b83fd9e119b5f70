using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Occurrences;

/// <summary>Something that happened, as it is stored and delivered: its body is kept in the form that travels.</summary>
public sealed class Occurrence
{
    private EventEnvelope? _event;

    /// <summary>Its identity: for an event, the event id. Unique in a store.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of thing happened.</summary>
    public required OccurrenceKind Kind { get; init; }

    /// <summary>The event type's name.</summary>
    public required string EventType { get; init; }

    /// <summary>The wire form in UTF-8: for an event, its envelope.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The fields that the publisher gave.</summary>
    public GivenFields Given { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the publish, so that deliveries can be linked to it; null without a trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When the publish was admitted.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The event's envelope, read from <see cref="Body"/> when first asked for.</summary>
    public EventEnvelope Event => _event ??= EventEnvelope.Read(Body);

    /// <summary>Makes the occurrence of an event.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="given">The fields that the publisher gave.</param>
    /// <param name="traceParent">The W3C <c>traceparent</c> of the publish.</param>
    /// <param name="recordedAt">When the publish was admitted.</param>
    public static Occurrence Of(EventEnvelope envelope, GivenFields given, string? traceParent, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new Occurrence
        {
            Id = envelope.Id.Value,
            Kind = OccurrenceKind.Event,
            EventType = envelope.Type.Value,
            Body = envelope.Utf8Json,
            Given = given,
            TraceParent = traceParent,
            RecordedAt = recordedAt,
            _event = envelope,
        };
    }

    /// <summary>
    /// Whether another occurrence with the same id is the same publish again: equal type and byte-equal payload, and every
    /// other field equal where both publishers gave it. Stores ask this when an id is already there.
    /// </summary>
    /// <param name="other">The occurrence to compare with.</param>
    public bool HasSameContent(Occurrence other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Kind != other.Kind || !string.Equals(EventType, other.EventType, StringComparison.Ordinal))
        {
            return false;
        }

        var (mine, theirs, both) = (Event, other.Event, Given & other.Given);
        return mine.Payload.Span.SequenceEqual(theirs.Payload.Span)
            && (!both.HasFlag(GivenFields.Category) || string.Equals(mine.Category, theirs.Category, StringComparison.Ordinal))
            && (!both.HasFlag(GivenFields.SourceDomain) || string.Equals(mine.SourceDomain, theirs.SourceDomain, StringComparison.Ordinal))
            && (!both.HasFlag(GivenFields.Timestamp) || mine.Timestamp == theirs.Timestamp);
    }
}

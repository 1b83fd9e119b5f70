using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Occurrences;

/// <summary>Something that happened, as it is stored and delivered: its body is kept in the form that travels.</summary>
public sealed class Occurrence
{
    private EventEnvelope? _event;
    private Interaction? _interaction;

    /// <summary>Its identity: for an event, the event id; for an interaction, its UUID. Unique in a store.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of thing happened.</summary>
    public required OccurrenceKind Kind { get; init; }

    /// <summary>The event type's name; null for an interaction.</summary>
    public string? EventType { get; init; }

    /// <summary>The wire form in UTF-8: an event's envelope, or an interaction with all its fields.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The fields that the publisher gave.</summary>
    public GivenFields Given { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the publish, so that deliveries can be linked to it; null without a trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When the publish was admitted.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The event's envelope, read from <see cref="Body"/> when first asked for.</summary>
    /// <exception cref="InvalidOperationException">It is an interaction.</exception>
    public EventEnvelope Event => Kind == OccurrenceKind.Event
        ? _event ??= EventEnvelope.Read(Body)
        : throw new InvalidOperationException($"The occurrence '{Id}' is an interaction, which has no envelope.");

    /// <summary>The interaction, read from <see cref="Body"/> when first asked for.</summary>
    /// <exception cref="InvalidOperationException">It is an event.</exception>
    public Interaction Interaction => Kind == OccurrenceKind.Interaction
        ? _interaction ??= Interaction.Read(Body)
        : throw new InvalidOperationException($"The occurrence '{Id}' is an event, not an interaction.");

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

    /// <summary>Makes the occurrence of an interaction.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <param name="traceParent">The W3C <c>traceparent</c> of the recording.</param>
    /// <param name="recordedAt">When the recording was admitted.</param>
    public static Occurrence Of(Interaction interaction, string? traceParent, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        return new Occurrence
        {
            Id = interaction.Id.ToString("D"),
            Kind = OccurrenceKind.Interaction,
            Body = interaction.Utf8Json,
            TraceParent = traceParent,
            RecordedAt = recordedAt,
            _interaction = interaction,
        };
    }

    /// <summary>The same interaction with the number that a store gives it in the transaction that stores it.</summary>
    /// <param name="number">1 or more, greater than that of every interaction stored before.</param>
    /// <exception cref="InvalidOperationException">It is an event.</exception>
    public Occurrence WithNumber(long number) => Of(Interaction.WithNumber(number), TraceParent, RecordedAt);

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

        if (Kind == OccurrenceKind.Interaction)
        {
            // The number is the store's, not the recorder's.
            return Interaction.WithNumber(1).Utf8Json.Span.SequenceEqual(other.Interaction.WithNumber(1).Utf8Json.Span);
        }

        var (mine, theirs, both) = (Event, other.Event, Given & other.Given);
        return mine.Payload.Span.SequenceEqual(theirs.Payload.Span)
            && (!both.HasFlag(GivenFields.Category) || string.Equals(mine.Category, theirs.Category, StringComparison.Ordinal))
            && (!both.HasFlag(GivenFields.SourceDomain) || string.Equals(mine.SourceDomain, theirs.SourceDomain, StringComparison.Ordinal))
            && (!both.HasFlag(GivenFields.Timestamp) || mine.Timestamp == theirs.Timestamp);
    }
}

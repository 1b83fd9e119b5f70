using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// The universal wrapper of every event on the bus. Its wire form is a JSON object of exactly six properties in fixed order, and the
/// payload's bytes are those that were published: numbers and white space survive untouched.
/// </summary>
/// <remarks>
/// Immutable, and any number of threads may read it. The wire form of an event that is not stored is made from the published object when it
/// is first asked for: that object must not be changed after the publish.
/// </remarks>
public sealed class EventEnvelope
{
    private readonly Ulid _ulid;
    private readonly long _milliseconds;
    private readonly EventDefinition? _definition;
    private string? _id;
    private WireForm? _wire;

    private EventEnvelope(EventId id, EventType type, string category, string sourceDomain, long milliseconds, WireForm wire, object? published)
    {
        _id = id.Value;
        _milliseconds = milliseconds;
        _wire = wire;
        Type = type;
        Category = category;
        SourceDomain = sourceDomain;
        Published = published;
    }

    /// <summary>Wraps a payload that nobody has asked to see as JSON yet.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="definition">The event's definition, which can write the payload.</param>
    /// <param name="category">The event's category.</param>
    /// <param name="sourceDomain">The display name of the publishing domain.</param>
    /// <param name="milliseconds">When it happened, in milliseconds since 1970.</param>
    /// <param name="published">The payload, of the definition's type.</param>
    internal EventEnvelope(Ulid id, EventDefinition definition, string category, string sourceDomain, long milliseconds, object published)
    {
        _ulid = id;
        _milliseconds = milliseconds;
        _definition = definition;
        Type = definition.Type;
        Category = category;
        SourceDomain = sourceDomain;
        Published = published;
    }

    /// <summary>Wire name <c>eventId</c>.</summary>
    public EventId Id => EventId.Trust(_id ??= _ulid.ToString());

    /// <summary>Wire name <c>eventType</c>.</summary>
    public EventType Type { get; }

    /// <summary>Wire name <c>eventCategory</c>: the type's second segment unless its definition says otherwise.</summary>
    public string Category { get; }

    /// <summary>Wire name <c>sourceDomain</c>: the display name of the domain that published the event.</summary>
    public string SourceDomain { get; }

    /// <summary>Wire name <c>timestamp</c>: when it happened, UTC, whole milliseconds.</summary>
    public DateTimeOffset Timestamp => DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds);

    /// <summary>Wire name <c>payload</c>: the published JSON object, byte for byte.</summary>
    public ReadOnlyMemory<byte> Payload => Wire.Payload;

    /// <summary>The whole envelope as it travels.</summary>
    public ReadOnlyMemory<byte> Utf8Json => Wire.Utf8Json;

    /// <summary>The object that was published, when it was one and not JSON.</summary>
    internal object? Published { get; }

    private WireForm Wire => _wire ?? Write();

    /// <summary>Wraps a payload.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="category">The event's category.</param>
    /// <param name="sourceDomain">The display name of the publishing domain.</param>
    /// <param name="timestamp">When it happened; cut to whole milliseconds.</param>
    /// <param name="payload">
    /// A valid JSON object in UTF-8. The bytes are copied, not checked; white space around the object is no part of it.
    /// </param>
    public static EventEnvelope Create(
        EventId id,
        EventType type,
        string category,
        string sourceDomain,
        DateTimeOffset timestamp,
        ReadOnlySpan<byte> payload) => Create(id, type, category, sourceDomain, timestamp, payload, published: null);

    /// <summary>Reads an envelope from its wire form, as a receiver or a store does.</summary>
    /// <param name="utf8Json">The bytes; kept, not copied.</param>
    /// <exception cref="EventBusValidationException">The bytes are not an envelope; every fault is named.</exception>
    public static EventEnvelope Read(ReadOnlyMemory<byte> utf8Json)
    {
        var fields = EnvelopeReader.Read(utf8Json.Span);
        return new EventEnvelope(
            fields.Id,
            fields.Type,
            fields.Category,
            fields.SourceDomain,
            fields.Timestamp.ToUnixTimeMilliseconds(),
            new WireForm(utf8Json, fields.PayloadStart, fields.PayloadLength),
            published: null);
    }

    /// <summary>Wraps a payload, and remembers the object that it was written from.</summary>
    internal static EventEnvelope Create(
        EventId id,
        EventType type,
        string category,
        string sourceDomain,
        DateTimeOffset timestamp,
        ReadOnlySpan<byte> payload,
        object? published)
    {
        ArgumentException.ThrowIfNullOrEmpty(category);
        ArgumentException.ThrowIfNullOrEmpty(sourceDomain);
        var milliseconds = timestamp.ToUnixTimeMilliseconds();
        var wire = Write(id.Value, type.Value, category, sourceDomain, milliseconds, payload);
        return new EventEnvelope(id, type, category, sourceDomain, milliseconds, wire, published);
    }

    private static WireForm Write(
        string id,
        string type,
        string category,
        string sourceDomain,
        long milliseconds,
        ReadOnlySpan<byte> payload)
    {
        // A reader finds the payload from brace to brace: what was created and what is read back must be the same bytes.
        payload = payload.Trim(" \t\r\n"u8);
        var timestamp = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var bytes = EnvelopeWriter.Write(id, type, category, sourceDomain, timestamp, payload, out var start);
        return new WireForm(bytes, start, payload.Length);
    }

    /// <summary>Two who ask at once may both write; all are given what one of them wrote.</summary>
    private WireForm Write()
    {
        var written = Write(Id.Value, Type.Value, Category, SourceDomain, _milliseconds, _definition!.Serialize(Published!));
        return Interlocked.CompareExchange(ref _wire, written, comparand: null) ?? written;
    }
}

using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// The universal wrapper of every event on the bus. It is kept in its wire form, a JSON object of exactly six properties
/// in fixed order, and the payload's bytes are those that were published: numbers and white space survive untouched.
/// </summary>
public sealed class EventEnvelope
{
    private readonly int _payloadStart;
    private readonly int _payloadLength;

    private EventEnvelope(
        EventId id,
        EventType type,
        string category,
        string sourceDomain,
        DateTimeOffset timestamp,
        ReadOnlyMemory<byte> utf8Json,
        int payloadStart,
        int payloadLength)
    {
        Id = id;
        Type = type;
        Category = category;
        SourceDomain = sourceDomain;
        Timestamp = timestamp;
        Utf8Json = utf8Json;
        _payloadStart = payloadStart;
        _payloadLength = payloadLength;
    }

    /// <summary>Wire name <c>eventId</c>.</summary>
    public EventId Id { get; }

    /// <summary>Wire name <c>eventType</c>.</summary>
    public EventType Type { get; }

    /// <summary>Wire name <c>eventCategory</c>: the type's second segment unless its definition says otherwise.</summary>
    public string Category { get; }

    /// <summary>Wire name <c>sourceDomain</c>: the display name of the domain that published the event.</summary>
    public string SourceDomain { get; }

    /// <summary>Wire name <c>timestamp</c>: when it happened, UTC, whole milliseconds.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Wire name <c>payload</c>: the published JSON object, byte for byte.</summary>
    public ReadOnlyMemory<byte> Payload => Utf8Json.Slice(_payloadStart, _payloadLength);

    /// <summary>The whole envelope as it travels.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

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
        ReadOnlySpan<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(category);
        ArgumentException.ThrowIfNullOrEmpty(sourceDomain);
        var instant = Timestamps.Cut(timestamp);

        // A reader finds the payload from brace to brace: what was created and what is read back must be the same bytes.
        payload = payload.Trim(" \t\r\n"u8);
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("eventId"u8, id.Value);
        json.WriteString("eventType"u8, type.Value);
        json.WriteString("eventCategory"u8, category);
        json.WriteString("sourceDomain"u8, sourceDomain);
        json.WriteString("timestamp"u8, Timestamps.Format(instant));
        json.WritePropertyName("payload"u8);
        json.Flush();
        var start = buffer.WrittenCount;
        json.WriteRawValue(payload, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();

        // The writer sends the colon with the name, so the payload begins right there and ends before the last brace.
        var length = buffer.WrittenCount - start - 1;
        return new EventEnvelope(id, type, category, sourceDomain, instant, buffer.WrittenMemory, start, length);
    }

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
            Timestamps.Cut(fields.Timestamp),
            utf8Json,
            fields.PayloadStart,
            fields.PayloadLength);
    }
}

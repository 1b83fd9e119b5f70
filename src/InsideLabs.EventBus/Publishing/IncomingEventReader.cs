using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Publishing;

/// <summary>
/// Reads events from their JSON form. A value of the wrong type gets its field's own code where the field has one; null counts
/// as absent.
/// </summary>
internal static class IncomingEventReader
{
    /// <summary>Stands for a property's name that cannot be read; no property has it.</summary>
    private const string Unreadable = "\uFFFF";

    private static readonly string[] Known = ["eventType", "payload", "eventId", "sourceDomain", "timestamp", "eventCategory"];

    /// <summary>Judges the document as a whole and answers whether it is an array.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="isClean">Whether no string in it is invalid, so that no payload needs to be looked at again.</param>
    /// <exception cref="EventBusValidationException">Nothing in it can be read.</exception>
    public static bool Open(ReadOnlySpan<byte> utf8Json, out bool isClean)
    {
        var isArray = utf8Json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        var broken = StrictJson.Check(utf8Json, StrictJson.MaxDepth + (isArray ? 2 : 1));

        // A text that cannot be read is judged by its field, whose own code says more.
        if (broken is { Code: not ErrorCodes.JsonInvalidString } fault)
        {
            throw new EventBusValidationException([fault]);
        }

        isClean = broken is null;
        return isArray;
    }

    /// <summary>A reader before the first event of a document that <see cref="Open"/> let pass.</summary>
    public static Utf8JsonReader Begin(ReadOnlySpan<byte> utf8Json, bool isArray)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 2 });
        reader.Read();
        if (isArray)
        {
            reader.Read();
        }

        return reader;
    }

    /// <summary>Reads the event at the reader's token and leaves the reader at its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole document.</param>
    /// <param name="at">The prefix of field names, such as <c>[3].</c>; none for a single event.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The event, or null when there is nothing to judge further.</returns>
    public static IncomingEvent? Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8Json, FieldPrefix at, FaultList faults)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(at.Item, ErrorCodes.TypeMismatch, "An event is a JSON object.");
            reader.Skip();
            return null;
        }

        var before = faults.Count;
        var incoming = default(IncomingEvent);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader) ?? Unreadable;
            reader.Read();
            if (!Known.Contains(name, StringComparer.Ordinal))
            {
                var shown = FaultText.Show(name);
                faults.Add(at.Of(shown), ErrorCodes.PropertyUnknown, $"An event has no property '{shown}'.{FaultText.DidYouMean(name, Known)}");
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                incoming = ReadProperty(ref reader, utf8Json, name, at, incoming, faults);
            }
        }

        Require(incoming.EventType is not null, "eventType", at, before, faults);
        Require(incoming.Payload is not null, "payload", at, before, faults);
        return incoming;
    }

    private static IncomingEvent ReadProperty(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> utf8Json,
        string name,
        FieldPrefix at,
        IncomingEvent incoming,
        FaultList faults)
    {
        if (name is "payload")
        {
            return incoming with { Payload = ReadPayload(ref reader, utf8Json, at, faults) };
        }

        var token = reader.TokenType;
        var text = token == JsonTokenType.String ? TextOf(ref reader) : null;
        reader.Skip();
        if (text is null)
        {
            var code = name switch
            {
                "eventType" => ErrorCodes.EventTypeMalformed,
                "eventId" => ErrorCodes.EventIdMalformed,
                "timestamp" => ErrorCodes.TimestampMalformed,
                _ => token == JsonTokenType.String ? ErrorCodes.JsonInvalidString : ErrorCodes.TypeMismatch,
            };
            var what = token == JsonTokenType.String ? "holds half of a surrogate pair" : "is a text";
            faults.Add(at.Of(name), code, $"'{name}' {what}.");
            return incoming;
        }

        return name switch
        {
            "eventType" => incoming with { EventType = text },
            "eventId" => incoming with { EventId = text },
            "timestamp" => incoming with { Timestamp = ReadTimestamp(text, at.Of(name), faults) },
            "sourceDomain" => incoming with { SourceDomain = text },
            _ => incoming with { EventCategory = text },
        };
    }

    private static ReadOnlyMemory<byte>? ReadPayload(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8Json, FieldPrefix at, FaultList faults)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (isObject)
        {
            return utf8Json[start..(int)reader.BytesConsumed];
        }

        faults.Add(at.Of("payload"), ErrorCodes.TypeMismatch, "A payload is a JSON object.");
        return null;
    }

    private static DateTimeOffset? ReadTimestamp(string text, string field, FaultList faults)
    {
        if (Timestamps.TryParse(text, out var timestamp))
        {
            return timestamp;
        }

        faults.Add(
            field,
            ErrorCodes.TimestampMalformed,
            $"'{FaultText.Show(text)}' is no ISO 8601 instant with a zone, such as 2026-04-08T12:34:56.000Z.");
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static void Require(bool isGiven, string field, FieldPrefix at, int from, FaultList faults)
    {
        if (!isGiven && !faults.Names(at.Of(field), from))
        {
            faults.Add(at.Of(field), ErrorCodes.FieldRequired, $"An event needs '{field}'.");
        }
    }
}

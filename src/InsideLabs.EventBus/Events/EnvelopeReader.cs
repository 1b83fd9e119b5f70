using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>Reads the six properties of an envelope from its wire form and finds where the payload's bytes lie.</summary>
internal static class EnvelopeReader
{
    private static readonly string[] Names = ["eventId", "eventType", "eventCategory", "sourceDomain", "timestamp", "payload"];

    /// <summary>The category and the source domain: texts without a grammar of their own that would name the fault.</summary>
    private static readonly int[] NeverEmpty = [2, 3];

    internal readonly record struct Fields(
        EventId Id,
        EventType Type,
        string Category,
        string SourceDomain,
        DateTimeOffset Timestamp,
        int PayloadStart,
        int PayloadLength);

    public static Fields Read(ReadOnlySpan<byte> utf8Json)
    {
        if (StrictJson.Check(utf8Json, StrictJson.MaxDepth + 1) is { } broken)
        {
            throw new EventBusValidationException([broken]);
        }

        var faults = new FaultList();
        var texts = new string?[Names.Length];
        var (start, length) = ReadProperties(utf8Json, texts, faults);
        foreach (var i in NeverEmpty)
        {
            if (texts[i] is { Length: 0 })
            {
                faults.Add(Names[i], ErrorCodes.TypeMismatch, $"'{Names[i]}' is a text that is not empty.");
            }
        }

        for (var i = 0; i < Names.Length; i++)
        {
            if (texts[i] is null && !faults.Names(Names[i]))
            {
                faults.Add(Names[i], ErrorCodes.FieldRequired, $"An envelope needs '{Names[i]}'.");
            }
        }

        EventId id = default;
        if (texts[0] is { } idText && !EventId.TryParse(idText, out id))
        {
            faults.Add(Names[0], ErrorCodes.EventIdMalformed, EventId.Explain(idText));
        }

        EventType type = default;
        if (texts[1] is { } typeText && !EventType.TryParse(typeText, out type, out var fault))
        {
            faults.Add(Names[1], fault.Value.Code, fault.Value.Message);
        }

        DateTimeOffset timestamp = default;
        if (texts[4] is { } timeText && !Timestamps.TryParse(timeText, out timestamp))
        {
            faults.Add(Names[4], ErrorCodes.TimestampMalformed, $"'{FaultText.Show(timeText)}' is no ISO 8601 instant with a zone.");
        }

        faults.ThrowIfAny();
        return new Fields(id, type, texts[2]!, texts[3]!, timestamp, start, length);
    }

    private static (int Start, int Length) ReadProperties(ReadOnlySpan<byte> utf8Json, string?[] texts, FaultList faults)
    {
        var payload = (Start: 0, Length: 0);
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new EventBusValidationException(string.Empty, ErrorCodes.TypeMismatch, "An envelope is a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var index = Array.IndexOf(Names, name);
            reader.Read();
            if (index < 0)
            {
                var shown = FaultText.Show(name);
                faults.Add(shown, ErrorCodes.PropertyUnknown, $"An envelope has no property '{shown}'.");
                reader.Skip();
            }
            else if (index == Names.Length - 1)
            {
                var start = (int)reader.TokenStartIndex;
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                payload = (start, (int)reader.BytesConsumed - start);
                texts[index] = string.Empty;
                if (!isObject)
                {
                    faults.Add(name, ErrorCodes.TypeMismatch, "A payload is a JSON object.");
                }
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                texts[index] = reader.GetString();
            }
            else
            {
                faults.Add(name, ErrorCodes.TypeMismatch, $"'{name}' is a text.");
                reader.Skip();
            }
        }

        return payload;
    }
}

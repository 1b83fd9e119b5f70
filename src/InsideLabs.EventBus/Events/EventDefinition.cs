using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>What a domain says about one of its event types. Use <see cref="EventDefinition{TPayload}"/> for a typed payload.</summary>
public class EventDefinition
{
    /// <summary>Defines an event whose payload is any JSON object.</summary>
    /// <param name="type">The event type's name.</param>
    /// <param name="description">What happened, for people.</param>
    /// <exception cref="EventBusValidationException"><paramref name="type"/> is not an event type.</exception>
    public EventDefinition(string type, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Type = EventType.Parse(type);
        Description = description;
        Category = Type.Category;
    }

    /// <summary>The event type.</summary>
    public EventType Type { get; }

    /// <summary>What happened, for people.</summary>
    public string Description { get; }

    /// <summary>The envelope's <c>eventCategory</c>; the type's second segment by default.</summary>
    public string Category { get; init; }

    /// <summary>The schema's version, 1 or more; 1 by default. For people: the bus delivers every version alike.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The payload's CLR type, or null when any JSON object will do.</summary>
    public virtual Type? PayloadType => null;

    /// <summary>The payload's JSON Schema (2020-12).</summary>
    public virtual JsonNode ExportSchema() => new JsonObject { ["type"] = "object" };

    /// <summary>Judges a payload as a publish would, without publishing it. Useful in tests of a producer.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <returns>Every fault found, with paths that begin with <c>payload</c>; empty when the payload would pass.</returns>
    public IReadOnlyList<Fault> Check(ReadOnlySpan<byte> payload)
    {
        const string field = "payload";
        var faults = new FaultList();
        if (StrictJson.CheckObject(payload, field) is { } broken)
        {
            faults.Add(broken);
        }
        else
        {
            Validate(payload, FieldPrefix.Single, faults);
        }

        return faults;
    }

    /// <summary>Judges a payload that is known to be a valid JSON object. The field of its faults begins with <c>payload</c>.</summary>
    internal virtual void Validate(ReadOnlySpan<byte> payload, FieldPrefix at, FaultList faults)
    {
    }

    /// <summary>Writes a payload of the definition's type.</summary>
    internal virtual byte[] Serialize(object payload) => throw new NotSupportedException($"'{Type}' has no payload type.");

    /// <summary>Whether the definition surely accepts what it writes for a payload, so that nobody needs to read it again to find out.</summary>
    internal virtual bool Trusts(object payload) => false;
}

using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Judges an event at the door and gives it its envelope. Every field is judged before the first one is refused.</summary>
internal sealed class EventAdmission(
    IEventRegistry registry,
    EventIdGenerator ids,
    TimeProvider time,
    IOptions<EventBusOptions> options)
{
    private const int MaxNameLength = 256;

    /// <summary>Makes the occurrence of an event, or collects why there is none.</summary>
    /// <param name="newEvent">The event.</param>
    /// <param name="at">The prefix of field names, such as <c>[3].</c>; empty for a single event.</param>
    /// <param name="traceParent">The trace context of the publish.</param>
    /// <param name="faults">Where to collect.</param>
    public Occurrence? Admit(NewEvent newEvent, string at, string? traceParent, FaultList faults)
    {
        var before = faults.Count;
        var id = ReadId(newEvent, at, faults);
        CheckName(newEvent.EventCategory, at + "eventCategory", faults);
        CheckName(newEvent.SourceDomain, at + "sourceDomain", faults);
        var hasPayload = CheckPayload(newEvent.Payload.Span, at, faults);
        if (!EventType.TryParse(newEvent.EventType, out var type, out var fault))
        {
            faults.Add(at + "eventType", fault.Value.Code, fault.Value.Message);
            return null;
        }

        if (!registry.TryFind(type.Value, out var definition, out var domain) && !options.Value.AllowUnregisteredTypes)
        {
            var hint = NearestName.Hint(type.Value, registry.Definitions.Select(d => d.Type.Value));
            faults.Add(at + "eventType", ErrorCodes.EventTypeUnknown, $"No domain registered '{type}'.{hint}");
            return null;
        }

        var source = domain is null
            ? newEvent.SourceDomain ?? CapitalizedDomain(type)
            : CheckOwnership(newEvent.SourceDomain, domain, type, at, faults);
        if (hasPayload)
        {
            definition?.Validate(newEvent.Payload.Span, at + "payload", faults);
        }

        if (faults.Count > before)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var envelope = EventEnvelope.Create(
            id,
            type,
            newEvent.EventCategory ?? definition?.Category ?? type.Category,
            source!,
            newEvent.Timestamp ?? now,
            newEvent.Payload.Span);
        return Occurrence.Of(envelope, GivenBy(newEvent), traceParent, now);
    }

    private static GivenFields GivenBy(NewEvent newEvent) =>
        (newEvent.EventCategory is null ? GivenFields.None : GivenFields.Category)
        | (newEvent.SourceDomain is null ? GivenFields.None : GivenFields.SourceDomain)
        | (newEvent.Timestamp is null ? GivenFields.None : GivenFields.Timestamp);

    private static string CapitalizedDomain(EventType type)
    {
        var domain = type.Domain;
        return char.ToUpperInvariant(domain[0]) + domain[1..];
    }

    private static void CheckName(string? name, string field, FaultList faults)
    {
        if (name is not null && (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl) || !IsWellFormed(name)))
        {
            faults.Add(
                field,
                ErrorCodes.ParameterInvalid,
                $"'{Excerpt.Of(name)}' is no name: use 1 to {MaxNameLength} characters without control characters, or leave it out.");
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static string? CheckOwnership(string? claimed, EventDomain domain, EventType type, string at, FaultList faults)
    {
        if (domain.IsShared)
        {
            if (claimed is null)
            {
                faults.Add(
                    at + "sourceDomain",
                    ErrorCodes.FieldRequired,
                    $"'{type}' is shared: say which producer publishes it ({string.Join(", ", domain.Producers)}).");
            }
            else if (!domain.Producers.Contains(claimed, StringComparer.Ordinal))
            {
                faults.Add(
                    at + "sourceDomain",
                    ErrorCodes.EventNotOwned,
                    $"'{Excerpt.Of(claimed)}' is no producer of '{type}'. Producers: {string.Join(", ", domain.Producers)}.");
            }

            return claimed;
        }

        if (claimed is not null && !string.Equals(claimed, domain.DisplayName, StringComparison.Ordinal))
        {
            faults.Add(
                at + "sourceDomain",
                ErrorCodes.EventNotOwned,
                $"'{type}' belongs to the domain '{domain.DisplayName}'; '{Excerpt.Of(claimed)}' cannot publish it.");
        }

        return domain.DisplayName;
    }

    private EventId ReadId(NewEvent newEvent, string at, FaultList faults)
    {
        if (newEvent.EventId is null)
        {
            return ids.Next();
        }

        if (!EventId.TryParse(newEvent.EventId, out var id))
        {
            faults.Add(at + "eventId", ErrorCodes.EventIdMalformed, EventId.Explain(newEvent.EventId));
        }

        return id;
    }

    private bool CheckPayload(ReadOnlySpan<byte> payload, string at, FaultList faults)
    {
        var field = at + "payload";
        if (payload.Length > options.Value.MaxPayloadBytes)
        {
            faults.Add(
                field,
                ErrorCodes.PayloadTooLarge,
                $"The payload has {payload.Length} bytes; at most {options.Value.MaxPayloadBytes} are allowed.");
            return false;
        }

        if (StrictJson.CheckObject(payload, field) is { } broken)
        {
            faults.Add(broken);
            return false;
        }

        return true;
    }
}

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
    /// <param name="incoming">The event.</param>
    /// <param name="at">The prefix of field names, such as <c>[3].</c>; empty for a single event.</param>
    /// <param name="traceParent">The trace context of the publish.</param>
    /// <param name="before">How many faults there were before the first of this event, which may have been found while it was read.</param>
    /// <param name="faults">Where to collect.</param>
    public Occurrence? Admit(in IncomingEvent incoming, string at, string? traceParent, int before, FaultList faults)
    {
        var occurrence = Judge(incoming, at, traceParent, before, faults);
        faults.Sort(before, Rank);
        return occurrence;
    }

    /// <summary>The order of the checks: what an event is made of comes before what its type asks of it.</summary>
    private static int Rank(Fault fault) => fault.Code switch
    {
        ErrorCodes.PayloadTooLarge => 0,
        ErrorCodes.TypeMismatch or ErrorCodes.JsonInvalidString => 2,
        ErrorCodes.EventTypeUnknown => 3,
        ErrorCodes.EventNotOwned => 4,
        ErrorCodes.PayloadInvalid => 5,
        _ => 1,
    };

    private Occurrence? Judge(in IncomingEvent incoming, string at, string? traceParent, int before, FaultList faults)
    {
        var id = ReadId(incoming, at, faults);
        CheckName(incoming.EventCategory, at + "eventCategory", faults);
        CheckName(incoming.SourceDomain, at + "sourceDomain", faults);
        var hasPayload = CheckPayload(incoming, at, faults);
        if (incoming.EventType is null)
        {
            return null;
        }

        if (!EventType.TryParse(incoming.EventType, out var type, out var fault))
        {
            faults.Add(at + "eventType", fault.Value.Code, fault.Value.Message);
            return null;
        }

        if (!registry.TryFind(type.Value, out var definition, out var domain) && !options.Value.AllowUnregisteredTypes)
        {
            var hint = FaultText.DidYouMean(type.Value, registry.Definitions.Select(d => d.Type.Value));
            faults.Add(at + "eventType", ErrorCodes.EventTypeUnknown, $"No domain registered '{type}'.{hint}");
            return null;
        }

        var source = domain is null
            ? incoming.SourceDomain ?? CapitalizedDomain(type)
            : CheckOwnership(incoming.SourceDomain, domain, type, at, before, faults);
        if (hasPayload)
        {
            definition?.Validate(incoming.Payload!.Value.Span, at + "payload", faults);
        }

        if (faults.Count > before)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var envelope = EventEnvelope.Create(
            id,
            type,
            incoming.EventCategory ?? definition?.Category ?? type.Category,
            source!,
            incoming.Timestamp ?? now,
            incoming.Payload!.Value.Span);
        return Occurrence.Of(envelope, GivenBy(incoming), traceParent, now);
    }

    private static GivenFields GivenBy(in IncomingEvent incoming) =>
        (incoming.EventCategory is null ? GivenFields.None : GivenFields.Category)
        | (incoming.SourceDomain is null ? GivenFields.None : GivenFields.SourceDomain)
        | (incoming.Timestamp is null ? GivenFields.None : GivenFields.Timestamp);

    private static string CapitalizedDomain(EventType type)
    {
        var domain = type.Domain;
        return char.ToUpperInvariant(domain[0]) + domain[1..];
    }

    private static void CheckName(string? name, string field, FaultList faults)
    {
        if (name is not null && (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl) || !TextRules.IsWellFormed(name)))
        {
            faults.Add(
                field,
                ErrorCodes.ParameterInvalid,
                $"'{FaultText.Show(name)}' is no name: use 1 to {MaxNameLength} characters without control characters, or leave it out.");
        }
    }

    private static string? CheckOwnership(string? claimed, EventDomain domain, EventType type, string at, int before, FaultList faults)
    {
        if (faults.Names(at + "sourceDomain", before))
        {
            // It was given, and refused already.
            return null;
        }

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
                    $"'{FaultText.Show(claimed)}' is no producer of '{type}'. Producers: {string.Join(", ", domain.Producers)}.");
            }

            return claimed;
        }

        if (claimed is not null && !string.Equals(claimed, domain.DisplayName, StringComparison.Ordinal))
        {
            faults.Add(
                at + "sourceDomain",
                ErrorCodes.EventNotOwned,
                $"'{type}' belongs to the domain '{domain.DisplayName}'; '{FaultText.Show(claimed)}' cannot publish it.");
        }

        return domain.DisplayName;
    }

    private EventId ReadId(in IncomingEvent incoming, string at, FaultList faults)
    {
        if (incoming.EventId is null)
        {
            return ids.Next();
        }

        if (!EventId.TryParse(incoming.EventId, out var id))
        {
            faults.Add(at + "eventId", ErrorCodes.EventIdMalformed, EventId.Explain(incoming.EventId));
        }

        return id;
    }

    private bool CheckPayload(in IncomingEvent incoming, string at, FaultList faults)
    {
        if (incoming.Payload is not { Span: var payload })
        {
            return false;
        }

        var field = at + "payload";
        if (payload.Length > options.Value.MaxPayloadBytes)
        {
            faults.Add(
                field,
                ErrorCodes.PayloadTooLarge,
                $"The payload has {payload.Length} bytes; at most {options.Value.MaxPayloadBytes} are allowed.");
            return false;
        }

        if (!incoming.IsPayloadChecked && StrictJson.CheckObject(payload, field) is { } broken)
        {
            faults.Add(broken);
            return false;
        }

        return true;
    }
}

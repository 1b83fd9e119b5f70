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

    private readonly EventBusOptions _options = options.Value;

    /// <summary>Makes the occurrence of an event, or collects why there is none.</summary>
    /// <param name="incoming">The event.</param>
    /// <param name="at">The prefix of field names, such as <c>[3].</c>; none for a single event.</param>
    /// <param name="traceParent">The trace context of the publish.</param>
    /// <param name="before">How many faults there were before the first of this event, which may have been found while it was read.</param>
    /// <param name="faults">Where to collect.</param>
    public Occurrence? Admit(in IncomingEvent incoming, FieldPrefix at, string? traceParent, int before, FaultList faults)
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

    private Occurrence? Judge(in IncomingEvent incoming, FieldPrefix at, string? traceParent, int before, FaultList faults)
    {
        var now = time.GetUtcNow();
        var id = ReadId(incoming, now, at, faults);
        CheckName(incoming.EventCategory, "eventCategory", at, faults);
        CheckName(incoming.SourceDomain, "sourceDomain", at, faults);
        var hasPayload = CheckPayload(incoming, at, faults);
        if (!TryFind(incoming.EventType, at, out var type, out var definition, out var domain, faults))
        {
            return null;
        }

        var source = domain is null
            ? incoming.SourceDomain ?? CapitalizedDomain(type)
            : CheckOwnership(incoming.SourceDomain, domain, type, at, before, faults);
        if (hasPayload && definition is not null && !IsTrusted(incoming, definition))
        {
            definition.Validate(incoming.Payload!.Value.Span, at, faults);
        }

        if (faults.Count > before)
        {
            return null;
        }

        var envelope = EventEnvelope.Create(
            id,
            type,
            incoming.EventCategory ?? definition?.Category ?? type.Category,
            source!,
            incoming.Timestamp ?? now,
            incoming.Payload!.Value.Span,
            incoming.Published);
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

    private static void CheckName(string? name, string field, FieldPrefix at, FaultList faults)
    {
        if (name is not null && (name.Length is 0 or > MaxNameLength || !TextRules.IsName(name)))
        {
            faults.Add(
                at.Of(field),
                ErrorCodes.ParameterInvalid,
                $"'{FaultText.Show(name)}' is no name: use 1 to {MaxNameLength} characters without control characters, or leave it out.");
        }
    }

    private static string? CheckOwnership(string? claimed, EventDomain domain, EventType type, FieldPrefix at, int before, FaultList faults)
    {
        if (faults.Count > before && faults.Names(at.Of("sourceDomain"), before))
        {
            // It was given, and refused already.
            return null;
        }

        if (domain.IsShared)
        {
            if (claimed is null)
            {
                faults.Add(
                    at.Of("sourceDomain"),
                    ErrorCodes.FieldRequired,
                    $"'{type}' is shared: say which producer publishes it ({string.Join(", ", domain.Producers)}).");
            }
            else if (!domain.Producers.Contains(claimed, StringComparer.Ordinal))
            {
                faults.Add(
                    at.Of("sourceDomain"),
                    ErrorCodes.EventNotOwned,
                    $"'{FaultText.Show(claimed)}' is no producer of '{type}'. Producers: {string.Join(", ", domain.Producers)}.");
            }

            return claimed;
        }

        if (claimed is not null && !string.Equals(claimed, domain.DisplayName, StringComparison.Ordinal))
        {
            faults.Add(
                at.Of("sourceDomain"),
                ErrorCodes.EventNotOwned,
                $"'{type}' belongs to the domain '{domain.DisplayName}'; '{FaultText.Show(claimed)}' cannot publish it.");
        }

        return domain.DisplayName;
    }

    /// <summary>What a definition has just written itself need not be read again, if nothing can be wrong with it.</summary>
    private static bool IsTrusted(in IncomingEvent incoming, EventDefinition definition) =>
        ReferenceEquals(incoming.Writer, definition) && definition.Trusts(incoming.Published!);

    private bool TryFind(
        string? name,
        FieldPrefix at,
        out EventType type,
        out EventDefinition? definition,
        out EventDomain? domain,
        FaultList faults)
    {
        (type, definition, domain) = (default, null, null);
        if (name is null)
        {
            return false;
        }

        if (registry.TryFind(name, out definition, out domain))
        {
            type = definition.Type;
            return true;
        }

        if (!EventType.TryParse(name, out type, out var fault))
        {
            faults.Add(at.Of("eventType"), fault.Value.Code, fault.Value.Message);
            return false;
        }

        if (!_options.AllowUnregisteredTypes)
        {
            var hint = FaultText.DidYouMean(name, registry.Definitions.Select(d => d.Type.Value));
            faults.Add(at.Of("eventType"), ErrorCodes.EventTypeUnknown, $"No domain registered '{type}'.{hint}");
        }

        return _options.AllowUnregisteredTypes;
    }

    private EventId ReadId(in IncomingEvent incoming, DateTimeOffset now, FieldPrefix at, FaultList faults)
    {
        if (incoming.EventId is null)
        {
            return EventId.Trust(ids.Next(now).ToString());
        }

        if (!EventId.TryParse(incoming.EventId, out var id))
        {
            faults.Add(at.Of("eventId"), ErrorCodes.EventIdMalformed, EventId.Explain(incoming.EventId));
        }

        return id;
    }

    private bool CheckPayload(in IncomingEvent incoming, FieldPrefix at, FaultList faults)
    {
        if (incoming.Payload is not { Span: var payload })
        {
            return false;
        }

        if (payload.Length > _options.MaxPayloadBytes)
        {
            faults.Add(
                at.Of("payload"),
                ErrorCodes.PayloadTooLarge,
                $"The payload has {payload.Length} bytes; at most {_options.MaxPayloadBytes} are allowed.");
            return false;
        }

        if (!incoming.IsPayloadChecked
            && !StrictJson.IsOrdinaryObject(payload)
            && StrictJson.CheckObject(payload, at.Of("payload")) is { } broken)
        {
            faults.Add(broken);
            return false;
        }

        return true;
    }
}

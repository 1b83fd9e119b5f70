using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>The universal envelope of every event: six properties in this order.</summary>
internal sealed record EventResponse
{
    /// <summary>The event's identity: a ULID unless the publisher gave one.</summary>
    public required string EventId { get; init; }

    /// <summary>The event type.</summary>
    public required string EventType { get; init; }

    /// <summary>The type's second segment unless its definition says otherwise.</summary>
    public required string EventCategory { get; init; }

    /// <summary>The display name of the domain that published the event.</summary>
    public required string SourceDomain { get; init; }

    /// <summary>When it happened, UTC, milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The published JSON object, byte for byte.</summary>
    public required JsonElement Payload { get; init; }
}

/// <summary>The acknowledgement: the event and its deliveries are stored.</summary>
internal sealed record PublishResponse
{
    /// <summary>Given by the publisher, or made by the library.</summary>
    public required string EventId { get; init; }

    /// <summary>How many deliveries the event caused.</summary>
    public required int Deliveries { get; init; }

    /// <summary>Whether the event was published before, so that nothing happened now.</summary>
    public required bool Duplicate { get; init; }

    public static PublishResponse Of(PublishReceipt receipt) => new()
    {
        EventId = receipt.EventId,
        Deliveries = receipt.Deliveries,
        Duplicate = receipt.Duplicate,
    };
}

/// <summary>A registered event type.</summary>
internal record EventTypeResponse
{
    /// <summary>The event type.</summary>
    public required string EventType { get; init; }

    /// <summary>The envelope's <c>eventCategory</c>.</summary>
    public required string EventCategory { get; init; }

    /// <summary>The envelope's <c>sourceDomain</c>: the owner's display name. Null for a shared event, whose publisher names itself.</summary>
    public required string? SourceDomain { get; init; }

    /// <summary>The domains that may publish a shared event; empty for an event with an owner.</summary>
    public required IReadOnlyList<string> Producers { get; init; }

    /// <summary>What happened, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The schema's version.</summary>
    public required int Version { get; init; }

    public static EventTypeResponse Of(EventDefinition definition, EventDomain domain) => new()
    {
        EventType = definition.Type.Value,
        EventCategory = definition.Category,
        SourceDomain = domain.IsShared ? null : domain.DisplayName,
        Producers = domain.Producers,
        Description = definition.Description,
        Version = definition.Version,
    };
}

/// <summary>A registered event type with the JSON Schema of its payload.</summary>
internal sealed record DescribedEventTypeResponse : EventTypeResponse
{
    /// <summary>The payload's JSON Schema (2020-12).</summary>
    [JsonPropertyOrder(1)]
    public required JsonNode Schema { get; init; }

    public DescribedEventTypeResponse()
    {
    }

    [SetsRequiredMembers]
    private DescribedEventTypeResponse(EventTypeResponse type, JsonNode schema)
        : base(type) => Schema = schema;

    public static DescribedEventTypeResponse WithSchema(EventDefinition definition, EventDomain domain) =>
        new(Of(definition, domain), definition.ExportSchema());
}

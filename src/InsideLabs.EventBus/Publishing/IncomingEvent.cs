using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Publishing;

/// <summary>An event at the door. What is null was not given, or was refused already.</summary>
internal readonly record struct IncomingEvent
{
    public string? EventType { get; init; }

    public ReadOnlyMemory<byte>? Payload { get; init; }

    public string? EventId { get; init; }

    public string? SourceDomain { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public string? EventCategory { get; init; }

    /// <summary>Whether the payload is known to be a JSON object that <see cref="StrictJson"/> lets pass.</summary>
    public bool IsPayloadChecked { get; init; }

    /// <summary>The definition that wrote the payload; null when somebody else did.</summary>
    public EventDefinition? Writer { get; init; }

    /// <summary>What the payload was written from; null when it was JSON from the beginning.</summary>
    public object? Published { get; init; }

    public static IncomingEvent Of(NewEvent newEvent) => new()
    {
        EventType = newEvent.EventType,
        Payload = newEvent.Payload,
        EventId = newEvent.EventId,
        SourceDomain = newEvent.SourceDomain,
        Timestamp = newEvent.Timestamp,
        EventCategory = newEvent.EventCategory,
    };

    public static IncomingEvent Of(EventDefinition definition, object payload, PublishOptions? options) => new()
    {
        EventType = definition.Type.Value,
        Payload = definition.Serialize(payload),
        EventId = options?.EventId,
        SourceDomain = options?.SourceDomain,
        Timestamp = options?.Timestamp,
        EventCategory = options?.EventCategory,
        Writer = definition,
        Published = payload,
    };
}

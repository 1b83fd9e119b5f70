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

    public static IncomingEvent Of(NewEvent newEvent) => new()
    {
        EventType = newEvent.EventType,
        Payload = newEvent.Payload,
        EventId = newEvent.EventId,
        SourceDomain = newEvent.SourceDomain,
        Timestamp = newEvent.Timestamp,
        EventCategory = newEvent.EventCategory,
    };
}

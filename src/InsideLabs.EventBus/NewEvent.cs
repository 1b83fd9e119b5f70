using System.Text.Json;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus;

/// <summary>An event to publish, from its parts.</summary>
public sealed record NewEvent
{
    /// <summary>The event type's name.</summary>
    public required string EventType { get; init; }

    /// <summary>The payload: a JSON object in UTF-8. These bytes are what receivers get.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>1 to 128 characters of <c>[A-Za-z0-9_-]</c>; a ULID by default.</summary>
    public string? EventId { get; init; }

    /// <summary>The display name of the publishing domain; the owner by default. Required for a shared event.</summary>
    public string? SourceDomain { get; init; }

    /// <summary>When it happened; now by default.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The definition's category by default.</summary>
    public string? EventCategory { get; init; }

    /// <summary>Makes an event of a typed definition.</summary>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <param name="definition">What happened.</param>
    /// <param name="payload">Its data.</param>
    /// <param name="options">Fields that the library would otherwise fill in.</param>
    public static NewEvent Of<TPayload>(EventDefinition<TPayload> definition, TPayload payload, PublishOptions? options = null)
        where TPayload : class
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(payload);
        return new NewEvent
        {
            EventType = definition.Type.Value,
            Payload = JsonSerializer.SerializeToUtf8Bytes(payload, definition.PayloadInfo),
            EventId = options?.EventId,
            SourceDomain = options?.SourceDomain,
            Timestamp = options?.Timestamp,
            EventCategory = options?.EventCategory,
        };
    }
}

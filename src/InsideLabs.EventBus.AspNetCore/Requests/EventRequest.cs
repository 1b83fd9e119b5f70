using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>An event to publish. Unknown properties are refused.</summary>
internal sealed record EventRequest
{
    /// <summary>A registered event type: 3 to 16 segments of <c>[a-z][a-z0-9_-]*</c>, at most 256 characters.</summary>
    public required string EventType { get; init; }

    /// <summary>A JSON object that fits the type's schema. These bytes are what receivers get.</summary>
    public required JsonObject Payload { get; init; }

    /// <summary>1 to 128 of <c>A-Z a-z 0-9 _ -</c>; a ULID when absent. Give one of your own to make retries of a publish safe.</summary>
    public string? EventId { get; init; }

    /// <summary>The display name of the publishing domain; the owner when absent. Required for a shared event.</summary>
    public string? SourceDomain { get; init; }

    /// <summary>When it happened, with a zone; now when absent.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The definition's category when absent.</summary>
    public string? EventCategory { get; init; }
}

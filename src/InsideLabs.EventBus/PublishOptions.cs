namespace InsideLabs.EventBus;

/// <summary>The fields of an event that the library fills in unless the publisher gives them.</summary>
public sealed record PublishOptions
{
    /// <summary>1 to 128 characters of <c>[A-Za-z0-9_-]</c>; a ULID by default. Give one of your own to make retries of a publish safe.</summary>
    public string? EventId { get; init; }

    /// <summary>The display name of the publishing domain; the owner by default. Required for a shared event.</summary>
    public string? SourceDomain { get; init; }

    /// <summary>When it happened; now by default.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The definition's category by default.</summary>
    public string? EventCategory { get; init; }
}

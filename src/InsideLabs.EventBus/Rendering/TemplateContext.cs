using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Rendering;

/// <summary>The values that a template is rendered with. Those of the occurrence are data: no template in them is ever evaluated.</summary>
public sealed record TemplateContext
{
    /// <summary>What happened.</summary>
    public required Occurrence Occurrence { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>Its subscriber; null when it has none.</summary>
    public Guid? SubscriberId { get; init; }

    /// <summary>The settings and secrets of the host.</summary>
    public required TemplateSettings Settings { get; init; }

    /// <summary>Whether an expression that finds no value ends the delivery instead of leaving a warning. Default: false.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The time of the attempt, for <c>function.date.now()</c>.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Makes a UUID, for <c>function.uuid()</c>.</summary>
    public required Func<Guid> NewUuid { get; init; }

    /// <summary>Makes a ULID, for <c>function.ulid()</c>.</summary>
    public required Func<string> NewUlid { get; init; }
}

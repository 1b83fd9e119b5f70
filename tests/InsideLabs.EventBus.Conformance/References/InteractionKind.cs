using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>A resource type, an action and an origin that exist, and what refers to them.</summary>
public sealed record InteractionKind(ReferenceItem ResourceType, ReferenceItem Action, ReferenceItem Origin)
{
    /// <summary>The match with any origin.</summary>
    public InteractionMatch AnyOrigin => new(ResourceType.Id, Action.Id, OriginId: null);

    /// <summary>The match with this origin only.</summary>
    public InteractionMatch ThisOrigin => new(ResourceType.Id, Action.Id, Origin.Id);

    public ReferenceItem Of(ReferenceKind kind) => kind switch
    {
        ReferenceKind.ResourceType => ResourceType,
        ReferenceKind.Action => Action,
        _ => Origin,
    };

    /// <summary>The same with another item of one kind, which may not exist.</summary>
    public InteractionKind With(ReferenceKind kind, ReferenceItem item) => kind switch
    {
        ReferenceKind.ResourceType => this with { ResourceType = item },
        ReferenceKind.Action => this with { Action = item },
        _ => this with { Origin = item },
    };

    /// <summary>A new interaction with this origin.</summary>
    public Occurrence Interaction(Guid? id = null, string metadata = """{"order":{"id":"o-1"}}""") =>
        TestData.Interaction(ResourceType, Action, Origin, id, metadata);
}

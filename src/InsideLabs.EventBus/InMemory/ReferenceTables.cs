using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The reference data of every kind, and whether what names them names something that exists.</summary>
internal sealed class ReferenceTables
{
    private readonly ReferenceTable _resourceTypes = new();
    private readonly ReferenceTable _actions = new();
    private readonly ReferenceTable _origins = new();

    public ReferenceTable Of(ReferenceKind kind) => kind switch
    {
        ReferenceKind.ResourceType => _resourceTypes,
        ReferenceKind.Action => _actions,
        ReferenceKind.Origin => _origins,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are resource types, actions and origins."),
    };

    public bool Hold(InteractionMatch match) => Hold(match.ResourceTypeId, match.ActionId, match.OriginId);

    /// <summary>The indexes of the interactions that refer to something which is not there.</summary>
    public IReadOnlyList<int> FindDangling(IReadOnlyList<NewOccurrence> items) =>
    [
        .. Enumerable.Range(0, items.Count).Where(i => items[i].Occurrence.Kind == OccurrenceKind.Interaction
            && !Hold(items[i].Occurrence.Interaction)),
    ];

    public void MarkRecorded(Interaction interaction)
    {
        _resourceTypes.MarkRecorded(interaction.ResourceTypeId);
        _actions.MarkRecorded(interaction.ActionId);
        if (interaction.OriginId is { } origin)
        {
            _origins.MarkRecorded(origin);
        }
    }

    /// <summary>Whether a subscription to interactions names an item.</summary>
    public static bool Names(InteractionMatch? match, ReferenceKind kind, Guid id) => kind switch
    {
        ReferenceKind.ResourceType => match?.ResourceTypeId == id,
        ReferenceKind.Action => match?.ActionId == id,
        _ => match?.OriginId == id,
    };

    private bool Hold(Interaction interaction) => Hold(interaction.ResourceTypeId, interaction.ActionId, interaction.OriginId);

    private bool Hold(Guid resourceType, Guid action, Guid? origin) =>
        _resourceTypes.Find(resourceType) is not null
        && _actions.Find(action) is not null
        && (origin is null || _origins.Find(origin.Value) is not null);
}

using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>
/// What interactions were recorded with. It can never be deleted again, so once that is committed it is known to be there without
/// looking: recording costs no statement more than publishing. The writer's thread alone uses it.
/// </summary>
internal sealed class RecordedReferences
{
    private readonly HashSet<Reference> _known = [];

    /// <summary>Whether all that an interaction refers to is there.</summary>
    public bool Hold(SqliteSession session, Interaction interaction) =>
        Holds(session, new Reference(ReferenceKind.ResourceType, interaction.ResourceTypeId))
        && Holds(session, new Reference(ReferenceKind.Action, interaction.ActionId))
        && (interaction.OriginId is not { } origin || Holds(session, new Reference(ReferenceKind.Origin, origin)));

    /// <summary>Writes down that an interaction is recorded with what it refers to.</summary>
    /// <param name="session">The writer's connection.</param>
    /// <param name="interaction">The interaction.</param>
    /// <param name="marked">Where to note what was written, for <see cref="Remember"/> after the commit.</param>
    public void Mark(SqliteSession session, Interaction interaction, List<Reference> marked)
    {
        Mark(new Reference(ReferenceKind.ResourceType, interaction.ResourceTypeId));
        Mark(new Reference(ReferenceKind.Action, interaction.ActionId));
        if (interaction.OriginId is { } origin)
        {
            Mark(new Reference(ReferenceKind.Origin, origin));
        }

        void Mark(Reference reference)
        {
            if (!_known.Contains(reference) && !marked.Contains(reference))
            {
                ReferenceRow.MarkRecorded(session, reference);
                marked.Add(reference);
            }
        }
    }

    /// <summary>What was marked is committed.</summary>
    public void Remember(List<Reference> marked)
    {
        foreach (var reference in marked)
        {
            _known.Add(reference);
        }
    }

    private bool Holds(SqliteSession session, Reference reference) =>
        _known.Contains(reference) || ReferenceRow.Exists(session, reference);
}

namespace InsideLabs.EventBus.Occurrences;

/// <summary>What kind of thing happened.</summary>
public enum OccurrenceKind
{
    /// <summary>An event of a domain.</summary>
    Event = 0,

    /// <summary>An interaction: somebody did something to a resource.</summary>
    Interaction = 1,
}

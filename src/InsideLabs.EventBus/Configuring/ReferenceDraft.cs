using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>
/// What a caller wants a resource type, an action or an origin to be. A property that was never set is absent: an update keeps
/// what is stored. A property that was set, to null as well, replaces.
/// </summary>
public sealed class ReferenceDraft
{
    private readonly GivenProperties _given = new();

    /// <summary>The id of a new one, a UUID; null to have one made. An update ignores it.</summary>
    public Guid? Id { get; set; }

    /// <summary>
    /// The short name, unique in its kind: 1 to <see cref="ReferenceItem.MaxMnemonicLength"/> characters, no control characters, no
    /// white space at its ends. Compared exactly. Required when creating.
    /// </summary>
    public string? Mnemonic
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The name for people: 1 to <see cref="ReferenceItem.MaxTitleLength"/> characters. Required when creating.</summary>
    public string? Title
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>What it is, for people: at most <see cref="ReferenceItem.MaxDescriptionLength"/> characters; null for none.</summary>
    public string? Description
    {
        get;
        set => field = _given.Note(value);
    }

    internal bool Has(string property) => _given.Contains(property);
}

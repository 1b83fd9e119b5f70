using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>
/// What a caller wants a subscriber to be. A property that was never set is absent: an update keeps what is stored. A property
/// that was set, to null as well, replaces.
/// </summary>
public sealed class SubscriberDraft
{
    private readonly GivenProperties _given = new();

    /// <summary>The id of a new one, a UUID; null to have one made. An update ignores it.</summary>
    public Guid? Id { get; set; }

    /// <summary>The name for people: 1 to <see cref="Subscriber.MaxNameLength"/> characters. Required when creating.</summary>
    public string? Name
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>The name of a registered adapter, such as <c>adapter:email</c>. Required when creating.</summary>
    public string? Adapter
    {
        get;
        set => field = _given.Note(value);
    }

    /// <summary>
    /// The config of the subscriptions that have none of their own, a JSON object in UTF-8; null for none. A credential given as
    /// <c>***</c> keeps the stored one.
    /// </summary>
    public ReadOnlyMemory<byte>? Config
    {
        get;
        set => field = _given.Note(value);
    }

    internal bool Has(string property) => _given.Contains(property);
}

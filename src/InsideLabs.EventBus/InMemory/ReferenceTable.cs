using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The resource types, the actions or the origins: by id, by mnemonic, and which an interaction was recorded with.</summary>
internal sealed class ReferenceTable
{
    private readonly SortedDictionary<Guid, ReferenceItem> _byId = [];
    private readonly Dictionary<string, Guid> _byMnemonic = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _recorded = [];

    public ReferenceItem? Find(Guid id) => _byId.GetValueOrDefault(id);

    public ReferenceItem? Find(string mnemonic) => _byMnemonic.TryGetValue(mnemonic, out var id) ? Find(id) : null;

    public IReadOnlyList<ReferenceItem> List(int? limit, Guid? after) =>
        [.. _byId.Values.Where(i => after is null || i.Id.CompareTo(after.Value) > 0).Take(limit ?? int.MaxValue)];

    public ReferenceResult Save(ReferenceItem item, bool isNew)
    {
        var known = Find(item.Id);
        if (isNew != known is null)
        {
            return isNew ? ReferenceResult.IdTaken : ReferenceResult.NotFound;
        }

        if (Find(item.Mnemonic) is { } holder && holder.Id != item.Id)
        {
            return ReferenceResult.MnemonicTaken;
        }

        if (known is not null)
        {
            _byMnemonic.Remove(known.Mnemonic);
        }

        _byId[item.Id] = item;
        _byMnemonic[item.Mnemonic] = item.Id;
        return ReferenceResult.Done;
    }

    public void Remove(Guid id)
    {
        if (_byId.Remove(id, out var item))
        {
            _byMnemonic.Remove(item.Mnemonic);
        }
    }

    /// <summary>Notes that an interaction was recorded with it: it stays from now on.</summary>
    public void MarkRecorded(Guid id) => _recorded.Add(id);

    public bool WasRecorded(Guid id) => _recorded.Contains(id);
}

using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters;

/// <summary>The adapters of this host by their names.</summary>
internal sealed class AdapterCatalog
{
    private readonly Dictionary<string, IDeliveryAdapter> _byName = new(StringComparer.Ordinal);

    public AdapterCatalog(IEnumerable<IDeliveryAdapter> adapters)
    {
        foreach (var adapter in adapters)
        {
            if (!_byName.TryAdd(adapter.Name, adapter))
            {
                throw new InvalidOperationException(
                    $"Two adapters are named '{adapter.Name}': {_byName[adapter.Name].GetType()} and {adapter.GetType()}. Register one of them.");
            }
        }

        All = [.. _byName.Values.OrderBy(a => a.Name, StringComparer.Ordinal)];
    }

    /// <summary>All adapters, ordered by name.</summary>
    public IReadOnlyList<IDeliveryAdapter> All { get; }

    public IDeliveryAdapter? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds an adapter by its name with or without the prefix: <c>adapter:email</c> or <c>email</c>.</summary>
    public IDeliveryAdapter? FindByAnyName(string name) =>
        Find(name) ?? All.FirstOrDefault(a => string.Equals(AdapterNames.Short(a.Name), name, StringComparison.Ordinal));

    /// <summary>The fields of an adapter's settings by its short name; null for an unknown adapter.</summary>
    public ConfigFields? SettingsFieldsOf(string shortName) => FindByAnyName(shortName)?.SettingsFields;

    /// <summary>What to say about a name that nobody has.</summary>
    public string Unknown(string name) =>
        $"No adapter is named '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, _byName.Keys)} Registered: {string.Join(", ", All.Select(a => a.Name))}.";
}

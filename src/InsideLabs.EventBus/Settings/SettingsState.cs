using System.Collections.Immutable;

namespace InsideLabs.EventBus.Settings;

/// <summary>All settings of a store as of one version.</summary>
/// <param name="Version">Rises with every change of a setting; 0 while there was none.</param>
/// <param name="Globals">The global settings by key, ordered ordinally.</param>
/// <param name="Adapters">The adapter settings by the adapter's name, ordered ordinally.</param>
/// <param name="Secrets">The secrets by name, ordered ordinally.</param>
public sealed record SettingsState(
    long Version,
    ImmutableSortedDictionary<string, GlobalSetting> Globals,
    ImmutableSortedDictionary<string, AdapterSettings> Adapters,
    ImmutableSortedDictionary<string, Secret> Secrets)
{
    /// <summary>Version 0, in which nothing is set.</summary>
    public static SettingsState Empty { get; } = new(
        0,
        ImmutableSortedDictionary.Create<string, GlobalSetting>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, AdapterSettings>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Secret>(StringComparer.Ordinal));
}

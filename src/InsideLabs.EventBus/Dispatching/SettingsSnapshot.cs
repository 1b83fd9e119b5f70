using System.Collections.Concurrent;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>The settings of one version, and what was compiled of them.</summary>
internal sealed class SettingsSnapshot(SettingsState state, ISecretProtector protector)
{
    private readonly ConcurrentDictionary<string, CompiledDocument> _compiled = new(StringComparer.Ordinal);

    public long Version => state.Version;

    /// <summary>The settings as templates see them.</summary>
    public TemplateSettings Templates { get; } = new(state, protector);

    /// <summary>The settings of an adapter; null when none are written.</summary>
    public AdapterSettings? Of(string adapter) => state.Adapters.GetValueOrDefault(adapter);

    /// <summary>The compiled settings of an adapter, compiled when first asked for.</summary>
    public CompiledDocument Compiled(AdapterSettings settings, Func<AdapterSettings, CompiledDocument> compile) =>
        _compiled.TryGetValue(settings.Adapter, out var compiled) ? compiled : _compiled.GetOrAdd(settings.Adapter, compile(settings));
}

using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Holds the newest settings that this process knows. Workers take them without a lock; a change replaces them whole.</summary>
internal sealed class SettingsMonitor(ISettingsStore store, ISecretProtector protector)
{
    private readonly Lock _gate = new();
    private volatile SettingsSnapshot _current = new(SettingsState.Empty, protector);

    /// <summary>Makes sure that a version is reached, reading the settings from the store if need be.</summary>
    /// <param name="version">The version to reach.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Settings of that version or a newer one.</returns>
    public async ValueTask<SettingsSnapshot> CatchUpAsync(long version, CancellationToken cancellationToken)
    {
        if (_current.Version >= version)
        {
            return _current;
        }

        var state = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return _current = state.Version > _current.Version ? new SettingsSnapshot(state, protector) : _current;
        }
    }
}

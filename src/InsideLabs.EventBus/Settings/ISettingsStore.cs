using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Settings;

/// <summary>
/// Keeps global settings, adapter settings and secrets. They are few and read as a whole; every change raises their one version, which
/// each claim of deliveries reports, so that a worker on any node knows when its copy is old.
/// </summary>
public interface ISettingsStore
{
    /// <summary>Reads everything, as of one version.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="EventBusStoreException">The store failed.</exception>
    ValueTask<SettingsState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Creates or replaces a global setting.</summary>
    /// <param name="setting">Its new state.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>The version of the settings with it.</returns>
    /// <exception cref="EventBusStoreException">The store failed; writing again is safe.</exception>
    ValueTask<long> SaveAsync(GlobalSetting setting, CancellationToken cancellationToken);

    /// <summary>Creates or replaces the settings of an adapter.</summary>
    /// <param name="settings">Their new state.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>The version of the settings with them.</returns>
    /// <exception cref="EventBusStoreException">The store failed; writing again is safe.</exception>
    ValueTask<long> SaveAsync(AdapterSettings settings, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a secret.</summary>
    /// <param name="secret">Its new state, encrypted already.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>The version of the settings with it.</returns>
    /// <exception cref="EventBusStoreException">The store failed; writing again is safe.</exception>
    ValueTask<long> SaveAsync(Secret secret, CancellationToken cancellationToken);

    /// <summary>Deletes a global setting.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether there was one; otherwise nothing changed.</returns>
    /// <exception cref="EventBusStoreException">The store failed; deleting again is safe.</exception>
    ValueTask<bool> DeleteGlobalSettingAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes the settings of an adapter.</summary>
    /// <param name="adapter">The adapter's name.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether there were some; otherwise nothing changed.</returns>
    /// <exception cref="EventBusStoreException">The store failed; deleting again is safe.</exception>
    ValueTask<bool> DeleteAdapterSettingsAsync(string adapter, CancellationToken cancellationToken);

    /// <summary>Deletes a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether there was one; otherwise nothing changed.</returns>
    /// <exception cref="EventBusStoreException">The store failed; deleting again is safe.</exception>
    ValueTask<bool> DeleteSecretAsync(string name, CancellationToken cancellationToken);
}

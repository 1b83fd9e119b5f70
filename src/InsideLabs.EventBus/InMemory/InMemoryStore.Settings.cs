using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.InMemory;

/// <content>The settings.</content>
internal sealed partial class InMemoryStore : ISettingsStore
{
    private readonly SettingsTable _settings = new();

    public ValueTask<SettingsState> ReadAsync(CancellationToken cancellationToken) => Run(() => _settings.State, cancellationToken);

    public ValueTask<long> SaveAsync(GlobalSetting setting, CancellationToken cancellationToken) =>
        Run(() => _settings.Save(setting), cancellationToken);

    public ValueTask<long> SaveAsync(AdapterSettings settings, CancellationToken cancellationToken) =>
        Run(() => _settings.Save(settings), cancellationToken);

    public ValueTask<long> SaveAsync(Secret secret, CancellationToken cancellationToken) =>
        Run(() => _settings.Save(secret), cancellationToken);

    public ValueTask<bool> DeleteGlobalSettingAsync(string key, CancellationToken cancellationToken) =>
        Run(() => _settings.DeleteGlobal(key), cancellationToken);

    public ValueTask<bool> DeleteAdapterSettingsAsync(string adapter, CancellationToken cancellationToken) =>
        Run(() => _settings.DeleteAdapter(adapter), cancellationToken);

    public ValueTask<bool> DeleteSecretAsync(string name, CancellationToken cancellationToken) =>
        Run(() => _settings.DeleteSecret(name), cancellationToken);
}

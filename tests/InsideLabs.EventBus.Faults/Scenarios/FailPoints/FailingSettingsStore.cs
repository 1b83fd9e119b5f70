using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>A store with a fail point before and after each of its writes.</summary>
internal sealed class FailingSettingsStore(ISettingsStore store, FailPointTrigger trigger) : ISettingsStore
{
    private const string Step = "settings";

    public ValueTask<SettingsState> ReadAsync(CancellationToken cancellationToken) => store.ReadAsync(cancellationToken);

    public ValueTask<long> SaveAsync(GlobalSetting setting, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.SaveAsync(setting, cancellationToken));

    public ValueTask<long> SaveAsync(AdapterSettings settings, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.SaveAsync(settings, cancellationToken));

    public ValueTask<long> SaveAsync(Secret secret, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.SaveAsync(secret, cancellationToken));

    public ValueTask<bool> DeleteGlobalSettingAsync(string key, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.DeleteGlobalSettingAsync(key, cancellationToken));

    public ValueTask<bool> DeleteAdapterSettingsAsync(string adapter, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.DeleteAdapterSettingsAsync(adapter, cancellationToken));

    public ValueTask<bool> DeleteSecretAsync(string name, CancellationToken cancellationToken) =>
        trigger.PassAsync(Step, () => store.DeleteSecretAsync(name, cancellationToken));
}

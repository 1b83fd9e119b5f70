using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The settings, replaced as a whole with every change.</summary>
internal sealed class SettingsTable
{
    public SettingsState State { get; private set; } = SettingsState.Empty;

    public long Save(GlobalSetting setting) => Change(State with { Globals = State.Globals.SetItem(setting.Key, setting) });

    public long Save(AdapterSettings settings) => Change(State with { Adapters = State.Adapters.SetItem(settings.Adapter, settings) });

    public long Save(Secret secret) => Change(State with { Secrets = State.Secrets.SetItem(secret.Name, secret) });

    public bool DeleteGlobal(string key) => Delete(State with { Globals = State.Globals.Remove(key) });

    public bool DeleteAdapter(string adapter) => Delete(State with { Adapters = State.Adapters.Remove(adapter) });

    public bool DeleteSecret(string name) => Delete(State with { Secrets = State.Secrets.Remove(name) });

    private bool Delete(SettingsState state)
    {
        // Removing what is not there gives the same dictionary.
        var isGone = !ReferenceEquals(state.Globals, State.Globals)
            || !ReferenceEquals(state.Adapters, State.Adapters)
            || !ReferenceEquals(state.Secrets, State.Secrets);
        if (isGone)
        {
            Change(state);
        }

        return isGone;
    }

    private long Change(SettingsState state)
    {
        State = state with { Version = State.Version + 1 };
        return State.Version;
    }
}

namespace InsideLabs.EventBus.Sqlite.Settings;

/// <summary>The version of the settings as the last commit made it: every claim reports it, so it is not read from the file.</summary>
internal sealed class SettingsVersion(long current)
{
    private long _current = current;

    public long Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}

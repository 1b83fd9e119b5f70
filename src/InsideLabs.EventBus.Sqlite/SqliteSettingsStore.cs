using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Settings;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The settings of a database.</summary>
internal sealed class SqliteSettingsStore(SqliteDatabase database) : ISettingsStore
{
    public async ValueTask<SettingsState> ReadAsync(CancellationToken cancellationToken) =>
        await database.Readers.ReadSnapshotAsync(SettingsRows.Read, cancellationToken).ConfigureAwait(false);

    public ValueTask<long> SaveAsync(GlobalSetting setting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return SaveAsync(setting.Value.Length, session => SettingsRows.Save(session, setting), cancellationToken);
    }

    public ValueTask<long> SaveAsync(AdapterSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return SaveAsync(settings.Settings.Length, session => SettingsRows.Save(session, settings), cancellationToken);
    }

    public ValueTask<long> SaveAsync(Secret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return SaveAsync(secret.Value.Length, session => SettingsRows.Save(session, secret), cancellationToken);
    }

    public ValueTask<bool> DeleteGlobalSettingAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteAsync(session => SettingsRows.DeleteGlobal(session, key), cancellationToken);
    }

    public ValueTask<bool> DeleteAdapterSettingsAsync(string adapter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return DeleteAsync(session => SettingsRows.DeleteAdapter(session, adapter), cancellationToken);
    }

    public ValueTask<bool> DeleteSecretAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return DeleteAsync(session => SettingsRows.DeleteSecret(session, name), cancellationToken);
    }

    private async ValueTask<long> SaveAsync(int weight, Func<SqliteSession, int> change, CancellationToken cancellationToken)
    {
        var unit = new SettingsUnit(database.SettingsVersion, weight, change);
        return (await database.Writer.RunAsync(unit, cancellationToken).ConfigureAwait(false))!.Value;
    }

    private async ValueTask<bool> DeleteAsync(Func<SqliteSession, int> change, CancellationToken cancellationToken)
    {
        var unit = new SettingsUnit(database.SettingsVersion, weight: 0, change);
        return await database.Writer.RunAsync(unit, cancellationToken).ConfigureAwait(false) is not null;
    }
}

using System.Collections.Immutable;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Settings;

/// <summary>Global settings, adapter settings and secrets as rows. Each change tells how many rows it changed.</summary>
internal static class SettingsRows
{
    private const string SelectGlobals = "SELECT key, value, description FROM global_settings";

    private const string SelectAdapters = "SELECT adapter, enabled, settings, credentials FROM adapter_settings";

    private const string SelectSecrets = "SELECT name, value FROM secrets";

    private const string UpsertGlobal = """
        INSERT INTO global_settings (key, value, description) VALUES (?1, ?2, ?3)
        ON CONFLICT (key) DO UPDATE SET value = ?2, description = ?3
        """;

    private const string UpsertAdapter = """
        INSERT INTO adapter_settings (adapter, enabled, settings, credentials) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (adapter) DO UPDATE SET enabled = ?2, settings = ?3, credentials = ?4
        """;

    private const string UpsertSecret = """
        INSERT INTO secrets (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2
        """;

    private const string DeleteOneGlobal = "DELETE FROM global_settings WHERE key = ?1";

    private const string DeleteOneAdapter = "DELETE FROM adapter_settings WHERE adapter = ?1";

    private const string DeleteOneSecret = "DELETE FROM secrets WHERE name = ?1";

    /// <summary>Reads everything. Run it in a transaction.</summary>
    public static SettingsState Read(SqliteSession session) => new(
        Counter.Read(session, Counter.SettingsVersion),
        session.Prepared(SelectGlobals)
            .ReadAll(static row => new GlobalSetting(row.Text(0), row.Blob(1), row.TextOrNull(2)))
            .ToImmutableSortedDictionary(static s => s.Key, static s => s, StringComparer.Ordinal),
        session.Prepared(SelectAdapters)
            .ReadAll(ReadAdapter)
            .ToImmutableSortedDictionary(static s => s.Adapter, static s => s, StringComparer.Ordinal),
        session.Prepared(SelectSecrets)
            .ReadAll(static row => new Secret(row.Text(0), row.Blob(1)))
            .ToImmutableSortedDictionary(static s => s.Name, static s => s, StringComparer.Ordinal));

    public static int Save(SqliteSession session, GlobalSetting setting) =>
        session.Prepared(UpsertGlobal).Bind(1, setting.Key).Bind(2, setting.Value.Span).Bind(3, setting.Description).Run();

    public static int Save(SqliteSession session, AdapterSettings settings) => session.Prepared(UpsertAdapter)
        .Bind(1, settings.Adapter)
        .Bind(2, settings.IsEnabled ? 1L : 0L)
        .Bind(3, settings.Settings.Span)
        .Bind(4, settings.Credentials)
        .Run();

    public static int Save(SqliteSession session, Secret secret) =>
        session.Prepared(UpsertSecret).Bind(1, secret.Name).Bind(2, secret.Value.Span).Run();

    public static int DeleteGlobal(SqliteSession session, string key) => session.Prepared(DeleteOneGlobal).Bind(1, key).Run();

    public static int DeleteAdapter(SqliteSession session, string adapter) => session.Prepared(DeleteOneAdapter).Bind(1, adapter).Run();

    public static int DeleteSecret(SqliteSession session, string name) => session.Prepared(DeleteOneSecret).Bind(1, name).Run();

    private static AdapterSettings ReadAdapter(Statement row) => new()
    {
        Adapter = row.Text(0),
        IsEnabled = row.Int(1) != 0,
        Settings = row.Blob(2),
        Credentials = row.BlobOrNull(3),
    };
}

using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>The numbers that are never given twice.</summary>
internal static class Counter
{
    /// <summary>The number of the last interaction.</summary>
    public const string InteractionNumber = "interaction_number";

    /// <summary>The version of the settings.</summary>
    public const string SettingsVersion = "settings_version";

    /// <summary>The occurrence from which on deliveries may have no row of their own.</summary>
    public const string FreshFrom = "fresh_from";

    private const string Select = "SELECT value FROM counters WHERE name = ?1";

    private const string Update = "UPDATE counters SET value = ?2 WHERE name = ?1";

    public static long Read(SqliteSession session, string name) =>
        session.Prepared(Select).Bind(1, name).ReadFirst(static row => row.Long(0));

    public static void Save(SqliteSession session, string name, long value) =>
        session.Prepared(Update).Bind(1, name).Bind(2, value).Run();
}

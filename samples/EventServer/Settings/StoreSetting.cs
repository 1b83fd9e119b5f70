namespace EventServer.Settings;

/// <summary><c>Events:Store</c>.</summary>
internal static class StoreSetting
{
    private const string Key = "Events:Store";

    public static StoreKind Read(SettingsReader reader)
    {
        switch (reader.Text(Key)?.ToUpperInvariant())
        {
            case null or "SQLITE":
                return StoreKind.Sqlite;
            case "MEMORY":
                return StoreKind.Memory;
            case "POSTGRESQL":
                reader.Refuse($"{Key} is 'postgresql', but this version has no PostgreSQL store yet: use sqlite, which one process owns.");
                return StoreKind.Memory;
            default:
                reader.Refuse($"{Key} is {SettingsReader.Show(reader.Text(Key)!)}: write sqlite (one file, the default) or memory (nothing survives the process).");
                return StoreKind.Memory;
        }
    }
}

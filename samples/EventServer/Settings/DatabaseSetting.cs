using System.Data.Common;

namespace EventServer.Settings;

/// <summary><c>ConnectionStrings:Events</c> for SQLite: a file's path, or <c>Data Source=…</c>. Its value is never shown: it may hold a password.</summary>
internal static class DatabaseSetting
{
    /// <summary>In the folder that the server was started in.</summary>
    public const string DefaultPath = "events.db";

    private const string Key = "ConnectionStrings:Events";

    private static readonly string[] FileKeywords = ["Data Source", "DataSource", "Filename"];

    public static string Read(SettingsReader reader)
    {
        switch (reader.Text(Key))
        {
            case null:
                return DefaultPath;
            case var text when string.IsNullOrWhiteSpace(text):
                reader.Refuse($"{Key} is empty: name the database file, such as events.db, or leave it out for {DefaultPath} in the working folder.");
                return DefaultPath;
            case var text when text.Contains('=', StringComparison.Ordinal) && !File.Exists(text):
                return FileOf(text, reader);
            case var text:
                return text;
        }
    }

    private static string FileOf(string connection, SettingsReader reader)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            if (parts.Count == 1 && FileKeywords.FirstOrDefault(parts.ContainsKey) is { } keyword && parts[keyword] is string { Length: > 0 } path)
            {
                return path;
            }
        }
        catch (ArgumentException)
        {
            // Not even a connection string: the message below is about that too.
        }

        reader.Refuse($"{Key} does not name a SQLite file: write the file's path alone, or 'Data Source=' and the path. Other keywords have no meaning here.");
        return DefaultPath;
    }
}

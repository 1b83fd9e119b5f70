using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>Opens a database and log as a power cut left them, the way SQLite does at a start, and reads all of it. It changes neither.</summary>
internal static class CutStore
{
    private const int NoCheckpointOnClose = 1006;

    /// <summary>A delivery too few or too many, or one that is delivered without the attempt that did it: half a transaction.</summary>
    private const string Halves = """
        SELECT
            (SELECT count(*) FROM occurrences o
             WHERE o.deliveries <> (SELECT count(*) FROM deliveries d WHERE d.occurrence_no = o.no))
            + (SELECT count(*) FROM deliveries d WHERE d.attempts <> (SELECT count(*) FROM attempts a WHERE a.delivery_id = d.id))
        """;

    /// <returns>What the integrity check says, the ids of the events, and the number of things that are there by half.</returns>
    public static (string Integrity, HashSet<string> Events, long Halves) Read(string databasePath)
    {
        // After a power cut the index of the log is gone with the memory.
        File.Delete(databasePath + "-shm");
        var source = new SqliteConnectionStringBuilder { DataSource = databasePath, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
        var integrity = Ask(connection, "PRAGMA integrity_check");
        var events = new HashSet<string>(StringComparer.Ordinal);
        if (Ask(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'occurrences'") == "0")
        {
            return (integrity, events, 0);
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM occurrences";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                events.Add(reader.GetString(0));
            }
        }

        return (integrity, events, long.Parse(Ask(connection, Halves), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}

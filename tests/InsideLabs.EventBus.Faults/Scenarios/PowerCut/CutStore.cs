using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>Opens a database and log as a power cut left them, the way SQLite does at a start, and reads all of it. It changes neither.</summary>
internal static class CutStore
{
    private const int NoCheckpointOnClose = 1006;

    private const int IdSize = 16;

    /// <summary>An entry of <c>occurrences.fresh</c> is an id, another one and a number before the length of the name that ends it.</summary>
    private const int LengthAt = IdSize + IdSize + sizeof(long);

    /// <summary>Ended or waiting, in whatever table.</summary>
    private const string Made = "SELECT occurrence_no, id FROM deliveries UNION ALL SELECT occurrence_no, id FROM delivered_at_once";

    private const string Wrong = """
        SELECT count(*) FROM deliveries d WHERE d.attempts <> (SELECT count(*) FROM attempts a WHERE a.delivery_id = d.id)
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
        if (Ask(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('occurrences', 'delivered_at_once')") != "2")
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

        return (integrity, events, CountHalves(connection) + long.Parse(Ask(connection, Wrong), CultureInfo.InvariantCulture));
    }

    /// <summary>Occurrences with a delivery too few or too many.</summary>
    private static long CountHalves(SqliteConnection connection)
    {
        var found = new Dictionary<long, HashSet<string>>();
        foreach (var row in Rows(connection, Made))
        {
            Of(row.GetInt64(0)).Add(Convert.ToHexString(row.GetFieldValue<byte[]>(1)));
        }

        var halves = 0L;
        foreach (var row in Rows(connection, "SELECT no, deliveries, fresh FROM occurrences"))
        {
            var made = Of(row.GetInt64(0));
            var fresh = row.IsDBNull(2) ? [] : row.GetFieldValue<byte[]>(2);
            for (var at = 0; at < fresh.Length; at += LengthAt + sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(fresh.AsSpan(at + LengthAt)))
            {
                made.Add(Convert.ToHexString(fresh, at, IdSize));
            }

            halves += made.Count == row.GetInt64(1) ? 0 : 1;
        }

        return halves;

        HashSet<string> Of(long no) => found.TryGetValue(no, out var ids) ? ids : found[no] = new HashSet<string>(StringComparer.Ordinal);
    }

    private static IEnumerable<SqliteDataReader> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    private static string Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }
}

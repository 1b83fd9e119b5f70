using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>Settings of a connection. SQLite ignores what it cannot do without a word, so each one is read back.</summary>
internal static class Pragmas
{
    /// <summary>What the connection that writes needs for the promised durability.</summary>
    public static void ForWriter(SqliteSession session, string path, Durability durability)
    {
        // Only a new file takes another page size. History is mostly added at the ends of its tables: fewer and larger pages cost less.
        session.Execute("PRAGMA page_size = 8192");
        Set(session, path, "journal_mode", "wal");
        Set(session, path, "synchronous", durability == Durability.Durable ? "2" : "1");

        // The log is copied on a thread of its own, see Checkpointer.
        Set(session, path, "wal_autocheckpoint", "0");
        session.CountPagesInLog();
        Set(session, path, "journal_size_limit", "67108864");
        Set(session, path, "cache_size", "-65536");
        Set(session, path, "temp_store", "2");
    }

    public static void Set(SqliteSession session, string path, string name, string value)
    {
        // Statements, not a script: some pragmas answer a row when they are set.
        using (var set = session.Prepare($"PRAGMA {name} = {value}"))
        {
            set.ReadFirst(static _ => true);
        }

        var actual = Read(session, name);
        if (!string.Equals(actual, value, StringComparison.OrdinalIgnoreCase))
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreUnavailable,
                $"SQLite did not take '{name} = {value}' for '{path}' but stays at '{actual}'. The durability promised depends "
                + "on it: put the file on a local disk that supports it.");
        }
    }

    public static string Read(SqliteSession session, string name)
    {
        using var get = session.Prepare($"PRAGMA {name}");
        return get.ReadFirst(static row => row.Text(0)) ?? string.Empty;
    }

    public static long ReadNumber(SqliteSession session, string name) =>
        long.Parse(Read(session, name), CultureInfo.InvariantCulture);
}

using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>
/// The one connection that writes to the receiver's file, with the statements that receipts need. What runs here before a handler
/// goes to SQLite directly: ADO.NET would answer a busy file by putting the thread to sleep.
/// </summary>
internal sealed class ReceiverFile : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS insidelabs_receipts (
            message_id TEXT    NOT NULL PRIMARY KEY,
            begun_at   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS insidelabs_receipts_by_age ON insidelabs_receipts (begun_at);
        """;

    private readonly SqliteConnection _connection;
    private readonly Statement _lock;
    private readonly Statement _insert;
    private readonly Statement _purge;

    private ReceiverFile(SqliteConnection connection)
    {
        _connection = connection;
        Assert("journal_mode", "wal", "wal");
        Assert("synchronous", "FULL", "2");
        var result = raw.sqlite3_exec(Handle, Schema);
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(Handle, result);
        }

        // Changes no row, yet needs the right to write, which it takes at once or not at all.
        _lock = new Statement(Address, "UPDATE insidelabs_receipts SET begun_at = begun_at WHERE 0");
        _insert = new Statement(Address, "INSERT INTO insidelabs_receipts (message_id, begun_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _purge = new Statement(
            Address,
            """
            DELETE FROM insidelabs_receipts WHERE message_id IN
                (SELECT message_id FROM insidelabs_receipts WHERE begun_at < ?1 ORDER BY begun_at LIMIT ?2)
            """);
    }

    /// <summary>Whether a transaction is open. SQLite ends one by itself on some failures, such as a full disk.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>What the connection's handle stands for; the connection outlives whoever uses it.</summary>
    private nint Address => Handle.DangerousGetHandle();

    private sqlite3 Handle => _connection.Handle!;

    /// <exception cref="SqliteFailure">The file is busy, no database, or cannot be opened or written.</exception>
    public static ReceiverFile Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, 0);
            return new ReceiverFile(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Failure(e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteFailure Failure(SqliteException e) =>
        new(e.SqliteExtendedErrorCode, e.Message);

    /// <summary>Begins a transaction that holds no lock yet, and so never meets a busy file.</summary>
    public SqliteTransaction Begin() => _connection.BeginTransaction(deferred: true);

    /// <summary>Takes the right to write.</summary>
    /// <returns>How many rows it changed: none.</returns>
    /// <exception cref="SqliteFailure">Another process has it (<c>SQLITE_BUSY</c>); try again.</exception>
    public int Lock() => _lock.Run();

    /// <returns>Whether the id is new.</returns>
    public bool Insert(string messageId, DateTimeOffset begunAt) =>
        _insert.Bind(1, messageId).Bind(2, begunAt.UtcTicks).Run() > 0;

    /// <returns>How many receipts were deleted.</returns>
    public int Purge(DateTimeOffset before, int max) => _purge.Bind(1, before.UtcTicks).Bind(2, max).Run();

    public void Dispose()
    {
        _lock.Dispose();
        _insert.Dispose();
        _purge.Dispose();
        _connection.Dispose();
    }

    /// <summary>Sets what the durability promised depends on, and reads it back: SQLite ignores what it cannot do without a word.</summary>
    private void Assert(string pragma, string value, string expected)
    {
        using (var set = new Statement(Address, $"PRAGMA {pragma} = {value}"))
        {
            set.ReadFirst(static _ => true);
        }

        using var get = new Statement(Address, $"PRAGMA {pragma}");
        var actual = get.ReadFirst(static row => row.Text(0)) ?? string.Empty;
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreUnavailable,
                $"SQLite did not take '{pragma} = {value}' for '{_connection.DataSource}' but stays at '{actual}'. Receipts depend on it: "
                + "put the file on a local disk that supports it.");
        }
    }
}

using SQLitePCL;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>
/// SQLite as a good engineer uses it by hand: prepared once, bound by position, the same durability and cache as the library's store.
/// The tables hold what the library's hold: the event with its unique id, a delivery for each subscription, an attempt for each delivery.
/// </summary>
internal sealed class RawDatabase : IDisposable
{
    private const string Schema = """
        CREATE TABLE events (
            no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event_type TEXT NOT NULL, recorded_at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY, event_no INTEGER NOT NULL, subscription INTEGER NOT NULL, adapter TEXT NOT NULL, status INTEGER NOT NULL,
            claim_no INTEGER NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL, due_at INTEGER NOT NULL,
            completed_at INTEGER, last_error TEXT) STRICT;
        CREATE UNIQUE INDEX deliveries_once ON deliveries (event_no, subscription);
        CREATE INDEX deliveries_ready ON deliveries (due_at, id) WHERE status = 0;
        CREATE TABLE attempts (
            delivery_id INTEGER NOT NULL, number INTEGER NOT NULL, outcome INTEGER NOT NULL, code TEXT, response TEXT,
            started_at INTEGER NOT NULL, duration INTEGER NOT NULL, PRIMARY KEY (delivery_id, number)) STRICT, WITHOUT ROWID;
        """;

    private readonly sqlite3 _db;
    private readonly List<sqlite3_stmt> _statements = [];

    static RawDatabase() => Batteries_V2.Init();

    public RawDatabase(string path)
    {
        Check(raw.sqlite3_open_v2(path, out _db, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_exec(_db, "PRAGMA journal_mode = wal; PRAGMA synchronous = 2; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536; PRAGMA temp_store = 2"));
        Check(raw.sqlite3_exec(_db, Schema));
        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        InsertEvent = Prepare("INSERT INTO events (id, event_type, recorded_at, body) VALUES (?1, ?2, ?3, ?4)");
        InsertDelivery = Prepare("""
            INSERT INTO deliveries (event_no, subscription, adapter, status, claim_no, attempts, failures, due_at)
            VALUES (?1, ?2, ?3, 0, 0, 0, 0, ?4)
            """);
        InsertAttempt = Prepare("INSERT INTO attempts (delivery_id, number, outcome, started_at, duration) VALUES (?1, ?2, 0, ?3, ?4)");
        Complete = Prepare("UPDATE deliveries SET status = 2, claim_no = ?2, attempts = ?3, completed_at = ?4 WHERE id = ?1 AND status <> 2");
    }

    public sqlite3_stmt Begin { get; }

    public sqlite3_stmt Commit { get; }

    public sqlite3_stmt InsertEvent { get; }

    public sqlite3_stmt InsertDelivery { get; }

    public sqlite3_stmt InsertAttempt { get; }

    public sqlite3_stmt Complete { get; }

    public long LastRow => raw.sqlite3_last_insert_rowid(_db);

    public sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs a statement that answers nothing.</summary>
    public void Run(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_db).utf8_to_string());
        }

        raw.sqlite3_reset(statement);
    }

    /// <summary>Counts the rows of a table.</summary>
    public long Count(string table)
    {
        var statement = Prepare($"SELECT COUNT(*) FROM {table}");
        raw.sqlite3_step(statement);
        var count = raw.sqlite3_column_int64(statement, 0);
        raw.sqlite3_reset(statement);
        return count;
    }

    public void Dispose()
    {
        _statements.ForEach(static s => s.Dispose());
        _db.Dispose();
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidOperationException(_db is null ? $"SQLite answered {result}." : raw.sqlite3_errmsg(_db).utf8_to_string());
        }
    }
}

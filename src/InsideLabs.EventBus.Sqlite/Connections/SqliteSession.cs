using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>
/// One connection with its prepared statements, used by one thread at a time. It speaks to SQLite directly: the queue's hot
/// path runs seven statements for one event, and what an ADO.NET command adds to each of them would be most of its cost.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private const int BusyMilliseconds = 1000;

    private readonly sqlite3 _db;
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    static SqliteSession() => Batteries_V2.Init();

    private SqliteSession(sqlite3 db) => _db = db;

    /// <summary>Whether a transaction is open. SQLite ends one by itself on some failures, such as a full disk.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_db);

    public static SqliteSession OpenWriter(string path) => Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    public static SqliteSession OpenReader(string path)
    {
        var session = Open(path, raw.SQLITE_OPEN_READONLY);
        Pragmas.Set(session, path, "query_only", "1");
        return session;
    }

    /// <summary>The prepared statement of a constant: found again by the constant's address, not by its text.</summary>
    public Statement Prepared(string constantSql)
    {
        if (!_statements.TryGetValue(constantSql, out var statement))
        {
            statement = new Statement(_db, constantSql);
            _statements.Add(constantSql, statement);
        }

        return statement;
    }

    /// <summary>A statement that is put together for one use.</summary>
    public Statement Prepare(string sql) => new(_db, sql);

    /// <summary>Runs a script.</summary>
    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(_db, sql);
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(_db, result);
        }
    }

    public void Rollback()
    {
        if (InTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _db.Dispose();
    }

    private static SqliteSession Open(string path, int mode)
    {
        // One thread at a time uses a session, so SQLite need not lock it at every call.
        var result = raw.sqlite3_open_v2(path, out var db, mode | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK)
        {
            var failure = SqliteFailure.Of(db, result);
            db.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, BusyMilliseconds);
        return new SqliteSession(db);
    }
}

using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>
/// One connection with its prepared statements, used by one thread at a time. It speaks to SQLite directly: the queue's hot
/// path runs seven statements for one event, and what an ADO.NET command adds to each of them would be most of its cost.
/// </summary>
internal sealed unsafe class SqliteSession : IDisposable
{
    private const int BusyMilliseconds = 1000;

    private readonly nint _db;
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    private int* _pagesInLog;

    private SqliteSession(nint db) => _db = db;

    /// <summary>How many pages stood in the write-ahead log after its last commit, if <see cref="CountPagesInLog"/> was called before.</summary>
    public int PagesInLog => *_pagesInLog;

    /// <summary>Whether a transaction is open. SQLite ends one by itself on some failures, such as a full disk.</summary>
    public bool InTransaction => NativeSqlite.IsAutoCommit(_db) == 0;

    public long LastInsertedRow => NativeSqlite.LastInsertedRow(_db);

    public static SqliteSession OpenWriter(string path) => Open(path, NativeSqlite.OpenReadWrite | NativeSqlite.OpenCreate);

    public static SqliteSession OpenReader(string path)
    {
        var session = Open(path, NativeSqlite.OpenReadOnly);
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
        var result = NativeSqlite.Execute(_db, sql, 0, 0, 0);
        if (result != NativeSqlite.Ok)
        {
            throw SqliteFailure.Of(_db, result);
        }
    }

    /// <summary>Takes over from SQLite to decide when the log is copied into the file.</summary>
    public void CountPagesInLog()
    {
        _pagesInLog = (int*)NativeMemory.AllocZeroed(sizeof(int));
        NativeSqlite.CountPagesInLog(_db, _pagesInLog);
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

        _ = NativeSqlite.Close(_db);
        NativeMemory.Free(_pagesInLog);
        _pagesInLog = null;
    }

    private static SqliteSession Open(string path, int mode)
    {
        // One thread at a time uses a session, so SQLite need not lock it at every call.
        var result = NativeSqlite.Open(path, out var db, mode | NativeSqlite.OpenNoMutex, 0);
        if (result != NativeSqlite.Ok)
        {
            var failure = SqliteFailure.Of(db, result);
            _ = NativeSqlite.Close(db);
            throw failure;
        }

        _ = NativeSqlite.UseExtendedResultCodes(db, 1);
        _ = NativeSqlite.SetBusyTimeout(db, BusyMilliseconds);
        return new SqliteSession(db);
    }
}

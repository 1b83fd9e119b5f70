using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>Connections that only read. Thanks to the write-ahead log they neither wait for the writer nor stop it.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int MostKept = 4;

    private readonly Lock _gate = new();
    private readonly Stack<SqliteSession> _idle = [];
    private bool _closed;

    /// <summary>Runs a query on the caller's thread: for what is found by its key.</summary>
    public T Read<T>(Func<SqliteSession, T> query)
    {
        SqliteSession? session = null;
        try
        {
            session = Rent();
            var result = query(session);
            Return(session);
            session = null;
            return result;
        }
        catch (SqliteFailure failure)
        {
            throw failure.ForCaller(path);
        }
        finally
        {
            // A session whose query failed is not trusted with another one.
            session?.Dispose();
        }
    }

    /// <summary>Opens a connection of its own in a transaction that sees what is committed by now, and nothing later.</summary>
    public SqliteSession OpenSnapshot() => Guard(() =>
    {
        var session = SqliteSession.OpenReader(path);
        session.Execute("BEGIN");

        // A transaction sees the state of its first reading.
        session.Prepared("SELECT 1 FROM deliveries LIMIT 1").ReadFirst(static row => row.Int(0));
        return session;
    });

    /// <summary>Runs a query, and shows its failure as callers know it.</summary>
    public T Guard<T>(Func<T> query)
    {
        try
        {
            return query();
        }
        catch (SqliteFailure failure)
        {
            throw failure.ForCaller(path);
        }
    }

    /// <summary>Runs a query on the thread pool: for lists and counts.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken) =>
        Task.Run(() => Read(query), cancellationToken);

    /// <summary>Runs several queries that must see one state.</summary>
    public Task<T> ReadSnapshotAsync<T>(Func<SqliteSession, T> queries, CancellationToken cancellationToken) => ReadAsync(
        session =>
        {
            session.Execute("BEGIN");
            var result = queries(session);
            session.Execute("COMMIT");
            return result;
        },
        cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    private SqliteSession Rent()
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new EventBusStoreException(ErrorCodes.StoreUnavailable, $"'{path}' is closed.");
            }

            if (_idle.TryPop(out var session))
            {
                return session;
            }
        }

        return SqliteSession.OpenReader(path);
    }

    private void Return(SqliteSession session)
    {
        lock (_gate)
        {
            if (!_closed && _idle.Count < MostKept)
            {
                _idle.Push(session);
                return;
            }
        }

        session.Dispose();
    }
}

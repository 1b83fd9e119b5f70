using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>
/// The one thread that writes. It takes whatever waits, runs it in one transaction, and wakes the callers after the commit:
/// however many publish and settle at the same time, they share one fsync.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostUnits = 1000;
    private const int MostBytes = 8 * 1024 * 1024;
    private const int CompletedTogether = 64;

    private readonly object _gate = new();
    private readonly Queue<WriteUnit> _admitted = [];
    private readonly List<WriteUnit> _batch = new(MostUnits);
    private readonly List<WriteUnit> _completed = [];
    private readonly WriteScope _scope;
    private readonly Checkpointer _checkpoints;
    private readonly IdleSignal _idle;
    private readonly Func<long> _subscriptionsVersion;
    private readonly Thread _thread;
    private bool _busy;
    private Exception? _broken;
    private bool _closed;

    public SqliteWriter(
        SqliteSession session, string path, FreshDeliveries fresh, Checkpointer checkpoints, IdleSignal idle, Func<long> subscriptionsVersion)
    {
        _scope = new WriteScope(session, path, fresh);
        (_checkpoints, _idle) = (checkpoints, idle);
        _subscriptionsVersion = subscriptionsVersion;
        _thread = new Thread(Run) { IsBackground = true, Name = "InsideLabs.EventBus.Sqlite writer" };
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Hands work over. From here on it happens, whatever the caller does.</summary>
    /// <exception cref="EventBusStoreException">The store is closed.</exception>
    public void Admit(WriteUnit unit)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new EventBusStoreException(ErrorCodes.StoreUnavailable, $"'{_scope.Path}' is closed and takes no more work.", _broken);
            }

            if (!_busy)
            {
                _busy = true;
                _idle.Enter();
            }

            _admitted.Enqueue(unit);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Hands work over and waits for its answer.</summary>
    /// <exception cref="EventBusStoreException">The store is closed, or failed.</exception>
    public ValueTask<T> RunAsync<T>(SharedUnit<T> unit)
    {
        try
        {
            Admit(unit);
            return unit.Done;
        }
        catch (EventBusStoreException closed)
        {
            return ValueTask.FromException<T>(closed);
        }
    }

    /// <summary>Hands work over and waits for its answer.</summary>
    /// <exception cref="EventBusStoreException">The store is closed, or failed.</exception>
    public ValueTask<T> RunAsync<T>(WriteUnit<T> unit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            Admit(unit);
            return new ValueTask<T>(unit.Done);
        }
        catch (EventBusStoreException closed)
        {
            return ValueTask.FromException<T>(closed);
        }
    }

    /// <summary>Does what was admitted, refuses the rest, and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        if (_thread.ThreadState != ThreadState.Unstarted && _thread != Thread.CurrentThread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        try
        {
            while (TakeBatch())
            {
                Write(0, _batch.Count);
                _batch.Clear();
                _checkpoints.AfterCommit(_scope.Session);
            }
        }
        catch (Exception failure)
        {
            Break(failure);
        }
    }

    private bool TakeBatch()
    {
        lock (_gate)
        {
            while (_admitted.Count == 0)
            {
                if (_busy)
                {
                    _busy = false;
                    _idle.Exit();
                }

                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            var bytes = 0L;
            while (_batch.Count < MostUnits && bytes < MostBytes && _admitted.TryDequeue(out var unit))
            {
                _batch.Add(unit);
                bytes += unit.Weight;
            }

            return true;
        }
    }

    private void Write(int start, int count)
    {
        if (TryCommit(start, count) is not { } failure)
        {
            Finish(start, count);
            return;
        }

        // When one unit may be to blame for the batch, each gets a transaction of its own.
        if (count > 1 && failure is not SqliteFailure { IsOfTheFile: true })
        {
            for (var i = start; i < start + count; i++)
            {
                Write(i, 1);
            }

            return;
        }

        var shown = failure is SqliteFailure sqlite ? sqlite.ForCaller(_scope.Path) : failure;
        for (var i = start; i < start + count; i++)
        {
            _batch[i].Fail(shown);
        }
    }

    private Exception? TryCommit(int start, int count)
    {
        try
        {
            _scope.Begin(_subscriptionsVersion());
            for (var i = start; i < start + count; i++)
            {
                _batch[i].Execute(_scope);
            }

            _scope.Commit();
            Commits++;
            return null;
        }
        catch (Exception failure)
        {
            _scope.Session.Rollback();
            return failure;
        }
    }

    private void Finish(int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            _batch[i].Apply();
        }

        for (var i = start; i < start + count; i++)
        {
            _batch[i].AfterBatch(_scope);
        }

        for (var i = start; i < start + count; i++)
        {
            var unit = _batch[i];
            if (unit.CompletesInPool)
            {
                _completed.Add(unit);
            }
            else
            {
                unit.Complete();
            }
        }

        // In a few parts, so that one processor need not wake them all.
        for (var done = 0; done < _completed.Count; done += CompletedTogether)
        {
            var part = _completed.GetRange(done, Math.Min(CompletedTogether, _completed.Count - done));
            ThreadPool.UnsafeQueueUserWorkItem(new Completions([.. part]), preferLocal: false);
        }

        _completed.Clear();
    }

    /// <summary>What the process remembers may no longer fit what is stored: only a new start can repair that.</summary>
    private void Break(Exception failure)
    {
        var shown = new EventBusStoreException(
            ErrorCodes.StoreUnavailable,
            $"The writer of '{_scope.Path}' stopped because of a fault. Restart the process: what was acknowledged is stored.",
            failure);
        lock (_gate)
        {
            (_closed, _broken) = (true, shown);
            while (_admitted.TryDequeue(out var unit))
            {
                _batch.Add(unit);
            }
        }

        foreach (var unit in _batch)
        {
            unit.Fail(shown);
        }

        _idle.Exit();
    }
}

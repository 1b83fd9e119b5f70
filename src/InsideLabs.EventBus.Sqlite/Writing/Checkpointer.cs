using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>
/// Brings what stands in the write-ahead log into the database file, on a thread and a connection of its own: publishers need not wait
/// for pages that were safe already. Only the little that was written meanwhile is left to the writer, because the log can begin anew
/// at a moment when all of it has been copied.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>So many pages in the log are worth the work.</summary>
    public const int Threshold = 2000;

    /// <summary>With so many the writer waits: the log must not grow without end.</summary>
    public const int MostPages = 8 * Threshold;

    /// <summary>So few may be left to the writer.</summary>
    private const int Remainder = 128;

    private const int MostPasses = 4;

    private const string Passive = "PRAGMA wal_checkpoint(PASSIVE)";

    private readonly object _gate = new();
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private int _next = Threshold;
    private Phase _phase;

    public Checkpointer(string path)
    {
        _session = SqliteSession.OpenWriter(path);
        Pragmas.Set(_session, path, "synchronous", "2");
        _thread = new Thread(Run) { IsBackground = true, Name = "InsideLabs.EventBus.Sqlite checkpoints" };
    }

    private enum Phase
    {
        Idle,
        Copying,
        Copied,
        Closed,
    }

    public void Start() => _thread.Start();

    /// <summary>Looks at the log after a commit of the writer, on its thread.</summary>
    /// <param name="writer">Its session.</param>
    public void AfterCommit(SqliteSession writer)
    {
        var pages = writer.PagesInLog;
        if (pages < Threshold)
        {
            _next = Threshold;
            return;
        }

        lock (_gate)
        {
            while (_phase == Phase.Copying && pages >= MostPages)
            {
                Monitor.Wait(_gate);
            }

            if (_phase == Phase.Idle && pages >= _next)
            {
                _phase = Phase.Copying;
                Monitor.PulseAll(_gate);
            }

            if (_phase != Phase.Copied)
            {
                return;
            }

            _phase = Phase.Idle;
        }

        // When a reader keeps the log from beginning anew, the next try waits until there is something new.
        TryCopy(writer);
        _next = pages + Threshold;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _phase = Phase.Closed;
            Monitor.PulseAll(_gate);
        }

        if (_thread.ThreadState != ThreadState.Unstarted)
        {
            _thread.Join();
        }

        _session.Dispose();
    }

    private void Run()
    {
        while (WaitForWork())
        {
            // Each pass has what was written during the one before.
            var (done, passes, copied) = (0, 0, int.MaxValue);
            while (passes++ < MostPasses && copied > Remainder)
            {
                var before = done;
                done = TryCopy(_session);
                copied = done - before;
            }

            lock (_gate)
            {
                _phase = _phase == Phase.Closed ? Phase.Closed : Phase.Copied;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (_phase is Phase.Idle or Phase.Copied)
            {
                Monitor.Wait(_gate);
            }

            return _phase == Phase.Copying;
        }
    }

    /// <summary>Copies what can be copied without waiting for anybody.</summary>
    /// <returns>How many pages of the log are copied by now; 0 when it failed, which loses nothing: the log is kept.</returns>
    private static int TryCopy(SqliteSession session)
    {
        try
        {
            return session.Prepared(Passive).ReadFirst(static row => row.Int(0) != 0 ? 0 : row.Int(2));
        }
        catch (SqliteFailure)
        {
            return 0;
        }
    }
}

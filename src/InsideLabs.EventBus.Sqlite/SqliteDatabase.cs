using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Deliveries;
using InsideLabs.EventBus.Sqlite.Migrations;
using InsideLabs.EventBus.Sqlite.Ownership;
using InsideLabs.EventBus.Sqlite.References;
using InsideLabs.EventBus.Sqlite.Settings;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The open file and what its owner remembers of it. Everything that the stores share hangs here.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly OwnerLock _lock;
    private readonly SqliteSession _session;
    private readonly Checkpointer _checkpoints;
    private bool _isDisposed;

    private SqliteDatabase(
        string path, SqliteStoreOptions options, TimeProvider time, IdleSignal idle, OwnerLock owner, SqliteSession session, FreshDeliveries fresh)
    {
        (Path, Durability, Time, _lock, _session) = (path, options.Durability, time, owner, session);
        Lanes = new Lanes(
            options.Lanes,
            SubscriptionRow.ReadVersion(session),
            SubscriptionRow.ListHeld(session),
            QueuedSubscriptions.List(session));
        Readers = new ReaderPool(path);
        _checkpoints = new Checkpointer(path);
        Writer = new SqliteWriter(session, path, fresh, _checkpoints, idle, () => Lanes.SubscriptionsVersion);
        Rows = new RowCounter(Writer, Lanes, Readers);
        Purges = new PurgeScan(Readers, Lanes);
        Streaks = new FailureStreaks(FailureStreaks.List(session));
        SettingsVersion = new SettingsVersion(Counter.Read(session, Counter.SettingsVersion));
    }

    /// <summary>The file, links resolved.</summary>
    public string Path { get; }

    public Durability Durability { get; }

    public TimeProvider Time { get; }

    public Lanes Lanes { get; }

    public ReaderPool Readers { get; }

    public SqliteWriter Writer { get; }

    public RowCounter Rows { get; }

    public PurgeScan Purges { get; }

    /// <summary>The writer's alone.</summary>
    public FailureStreaks Streaks { get; }

    /// <summary>The writer's alone.</summary>
    public RecordedReferences RecordedReferences { get; } = new();

    public SettingsVersion SettingsVersion { get; }

    /// <summary>Locks, opens, migrates and recovers the file.</summary>
    /// <exception cref="EventBusStoreException">It is owned by another process, of another kind or version, or cannot be opened.</exception>
    public static SqliteDatabase Open(SqliteStoreOptions options, TimeProvider time, IdleSignal idle)
    {
        var path = Resolve(options.Path);
        var owner = OwnerLock.Acquire(path);
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.OpenWriter(path);
            Migrator.Check(session, path);
            Pragmas.ForWriter(session, path, options.Durability);
            Migrator.Run(session);
            var fresh = FreshRecovery.Run(session);
            CrashRecovery.Run(session, time.GetUtcNow());
            var database = new SqliteDatabase(path, options, time, idle, owner, session, fresh);
            database._checkpoints.Start();
            database.Writer.Start();
            return database;
        }
        catch (Exception failure)
        {
            session?.Dispose();
            owner.Dispose();
            if (failure is SqliteFailure sqlite)
            {
                throw sqlite.ForCaller(path);
            }

            throw;
        }
    }

    /// <summary>Does what was admitted, refuses the rest, and lets the file go.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Writer.Dispose();
        _checkpoints.Dispose();
        Readers.Dispose();
        Checkpoint();
        _session.Dispose();
        _lock.Dispose();
    }

    private void Checkpoint()
    {
        try
        {
            // Leaves the whole state in one file, which is then easy to copy. Nothing is lost without it.
            _session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteFailure)
        {
        }
    }

    private static string Resolve(string path)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (IOException failure)
        {
            throw new EventBusStoreException(ErrorCodes.StoreUnavailable, $"'{path}' leads nowhere. {failure.Message}", failure);
        }
    }
}

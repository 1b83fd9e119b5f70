using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Sqlite.Claims;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>A database file that a test opens, closes and opens again.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase? _database;

    public SqliteFile() => Path = _directory.File("events.db");

    public string Path { get; }

    public VirtualClock Time { get; } = new();

    public IdleSignal Idle { get; } = new();

    public LaneLimits Limits { get; set; } = LaneLimits.Default;

    public Durability Durability { get; set; } = Durability.Durable;

    public SqliteDatabase Database => _database ?? throw new InvalidOperationException("Open the file first.");

    /// <summary>Opens the file, after closing it if it is open: what a new start of the process does.</summary>
    public StoreUnderTest Open()
    {
        Close();
        _database = SqliteDatabase.Open(
            new SqliteStoreOptions { Path = Path, Durability = Durability, Lanes = Limits }, Time, Idle);
        return new StoreUnderTest(
            new SqliteSubscriptionStore(_database),
            new SqliteDeliveryStore(_database),
            new SqliteReferenceStore(_database),
            new SqliteSettingsStore(_database),
            Time,
            () =>
            {
                Dispose();
                return ValueTask.CompletedTask;
            });
    }

    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    public string Beside(string name) => _directory.File(name);

    public void Dispose()
    {
        Close();
        _directory.Dispose();
    }
}

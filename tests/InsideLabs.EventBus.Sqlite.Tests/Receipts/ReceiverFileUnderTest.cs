using InsideLabs.EventBus.Conformance.Receipts;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Tests.Receipts;

/// <summary>A receiver's file with a table of its own, and a second connection that stands for another process.</summary>
internal sealed class ReceiverFileUnderTest : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private ReceiverDatabase? _database;

    public string Path => _directory.File("receiver.db");

    public VirtualClock Time { get; } = new();

    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public ReceiverDatabase Database => _database ??=
        new ReceiverDatabase(Options.Create(new SqliteReceiptOptions { Path = Path, BusyTimeout = BusyTimeout }), Time);

    public ReceiptStoreUnderTest Open() => new(new SqliteReceiptStore(Database, Time), Time, () =>
    {
        Dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>Closes the file as the end of a process does.</summary>
    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    /// <summary>Runs a script on a connection of its own and answers its first value.</summary>
    public object? Query(string sql)
    {
        using var connection = Connect();
        return Run(connection, sql);
    }

    public static object? Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Close();
        _directory.Dispose();
    }
}

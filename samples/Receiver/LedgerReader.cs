using System.Globalization;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Receiver;

/// <summary>Reads the ledger. Readers have connections of their own and wait for nobody.</summary>
internal sealed class LedgerReader(IOptions<SqliteReceiptOptions> options)
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = options.Value.Path,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    /// <summary>Everything that was received, in the order of the ids.</summary>
    public IReadOnlyList<ReceivedDelivery> ReadAll() => Read(
        """
        SELECT webhook_id, handler, event_id, event_type, subscription_id, attempt, received_at, envelope, copies
        FROM delivery ORDER BY webhook_id
        """,
        row => new ReceivedDelivery
        {
            WebhookId = row.GetString(0),
            Handler = row.GetString(1),
            EventId = row.GetString(2),
            EventType = row.GetString(3),
            SubscriptionId = row.GetString(4),
            Attempt = row.GetInt32(5),
            ReceivedAt = DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture),
            Envelope = row.GetFieldValue<byte[]>(7),
            Copies = row.GetInt32(8),
        });

    /// <summary>The effect of all events: how many there were of each type.</summary>
    public IReadOnlyList<(string EventType, long Events)> ReadTotals() =>
        Read("SELECT event_type, events FROM total ORDER BY event_type", row => (row.GetString(0), row.GetInt64(1)));

    public IReadOnlyList<(string SubscriptionId, string Text)> ReadSecrets() =>
        Read("SELECT subscription_id, text FROM secret", row => (row.GetString(0), row.GetString(1)));

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> map)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
        {
            rows.Add(map(row));
        }

        return rows;
    }
}

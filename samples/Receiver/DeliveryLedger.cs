using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Receiver;

/// <summary>
/// What was received, in a SQLite file of the receiver's own. The id of a delivery and the effect of its event are committed
/// together: after a crash there are both or neither, and a delivery that comes again finds its id and has no second effect.
/// </summary>
internal sealed class DeliveryLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS delivery (
            webhook_id      TEXT    NOT NULL PRIMARY KEY,
            handler         TEXT    NOT NULL,
            event_id        TEXT    NOT NULL,
            event_type      TEXT    NOT NULL,
            subscription_id TEXT    NOT NULL,
            attempt         INTEGER NOT NULL,
            received_at     TEXT    NOT NULL,
            envelope        BLOB    NOT NULL,
            copies          INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE TABLE IF NOT EXISTS total (
            event_type TEXT    NOT NULL PRIMARY KEY,
            events     INTEGER NOT NULL
        ) STRICT;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private DeliveryLedger(SqliteConnection connection) => _connection = connection;

    public static DeliveryLedger Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var schema = connection.CreateCommand();
        schema.CommandText = Schema;
        schema.ExecuteNonQuery();
        return new DeliveryLedger(connection);
    }

    /// <summary>Takes a delivery. When this returns, it is on the disk.</summary>
    /// <returns>Whether it came for the first time.</returns>
    public bool Record(ReceivedDelivery delivery)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            var isNew = Insert(delivery, transaction);
            if (isNew)
            {
                Apply(delivery, transaction);
            }
            else
            {
                CountCopy(delivery, transaction);
            }

            transaction.Commit();
            return isNew;
        }
    }

    /// <summary>Everything that was received, in the order of the ids.</summary>
    public IReadOnlyList<ReceivedDelivery> ReadAll()
    {
        lock (_gate)
        {
            using var command = Command(
                """
                SELECT webhook_id, handler, event_id, event_type, subscription_id, attempt, received_at, envelope, copies
                FROM delivery ORDER BY webhook_id
                """);
            using var row = command.ExecuteReader();
            var deliveries = new List<ReceivedDelivery>();
            while (row.Read())
            {
                deliveries.Add(new ReceivedDelivery
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
            }

            return deliveries;
        }
    }

    /// <summary>The effect of all events: how many there were of each type.</summary>
    public IReadOnlyDictionary<string, long> ReadTotals()
    {
        lock (_gate)
        {
            using var command = Command("SELECT event_type, events FROM total ORDER BY event_type");
            using var row = command.ExecuteReader();
            var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
            while (row.Read())
            {
                totals.Add(row.GetString(0), row.GetInt64(1));
            }

            return totals;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private bool Insert(ReceivedDelivery delivery, SqliteTransaction transaction)
    {
        using var command = Command(
            """
            INSERT OR IGNORE INTO delivery
                (webhook_id, handler, event_id, event_type, subscription_id, attempt, received_at, envelope)
            VALUES ($webhookId, $handler, $eventId, $eventType, $subscriptionId, $attempt, $receivedAt, $envelope)
            """,
            transaction,
            ("$webhookId", delivery.WebhookId),
            ("$handler", delivery.Handler),
            ("$eventId", delivery.EventId),
            ("$eventType", delivery.EventType),
            ("$subscriptionId", delivery.SubscriptionId),
            ("$attempt", delivery.Attempt),
            ("$receivedAt", delivery.ReceivedAt.ToString("O", CultureInfo.InvariantCulture)),
            ("$envelope", delivery.Envelope));
        return command.ExecuteNonQuery() == 1;
    }

    /// <summary>The effect of an event. A real consumer does its own work here, in this same transaction.</summary>
    private void Apply(ReceivedDelivery delivery, SqliteTransaction transaction)
    {
        using var command = Command(
            "INSERT INTO total (event_type, events) VALUES ($eventType, 1) ON CONFLICT DO UPDATE SET events = events + 1",
            transaction,
            ("$eventType", delivery.EventType));
        command.ExecuteNonQuery();
    }

    private void CountCopy(ReceivedDelivery delivery, SqliteTransaction transaction)
    {
        using var command = Command(
            "UPDATE delivery SET copies = copies + 1 WHERE webhook_id = $webhookId",
            transaction,
            ("$webhookId", delivery.WebhookId));
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, SqliteTransaction? transaction = null, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}

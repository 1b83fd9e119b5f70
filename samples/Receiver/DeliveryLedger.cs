using System.Globalization;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Data.Sqlite;

namespace Receiver;

/// <summary>
/// What was received, in a SQLite file of the receiver's own. Deliveries are written in the transaction of their receipt; whatever
/// else is written takes turns with them.
/// </summary>
internal sealed class DeliveryLedger(IReceiverDatabase database)
{
    private const string Schema = """
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
        CREATE TABLE IF NOT EXISTS secret (
            subscription_id TEXT NOT NULL PRIMARY KEY,
            text            TEXT NOT NULL
        ) STRICT;
        """;

    public ValueTask CreateAsync(CancellationToken cancellationToken) =>
        WriteAsync(transaction => Execute(transaction, Schema), cancellationToken);

    /// <summary>Writes a delivery and its effect. A real consumer does its own work here, in this same transaction.</summary>
    public static void Record(ReceivedDelivery delivery, SqliteTransaction transaction)
    {
        Execute(
            transaction,
            """
            INSERT INTO delivery (webhook_id, handler, event_id, event_type, subscription_id, attempt, received_at, envelope)
            VALUES ($webhookId, $handler, $eventId, $eventType, $subscriptionId, $attempt, $receivedAt, $envelope)
            """,
            ("$webhookId", delivery.WebhookId),
            ("$handler", delivery.Handler),
            ("$eventId", delivery.EventId),
            ("$eventType", delivery.EventType),
            ("$subscriptionId", delivery.SubscriptionId),
            ("$attempt", delivery.Attempt),
            ("$receivedAt", delivery.ReceivedAt.ToString("O", CultureInfo.InvariantCulture)),
            ("$envelope", delivery.Envelope));
        Execute(
            transaction,
            "INSERT INTO total (event_type, events) VALUES ($eventType, 1) ON CONFLICT DO UPDATE SET events = events + 1",
            ("$eventType", delivery.EventType));
    }

    /// <summary>Counts a delivery that came again.</summary>
    public ValueTask CountCopyAsync(string webhookId, CancellationToken cancellationToken) => WriteAsync(
        transaction => Execute(
            transaction,
            "UPDATE delivery SET copies = copies + 1 WHERE webhook_id = $webhookId",
            ("$webhookId", webhookId)),
        cancellationToken);

    public ValueTask SaveSecretAsync(string subscriptionId, string text, CancellationToken cancellationToken) => WriteAsync(
        transaction => Execute(
            transaction,
            "INSERT INTO secret (subscription_id, text) VALUES ($id, $text) ON CONFLICT DO UPDATE SET text = excluded.text",
            ("$id", subscriptionId),
            ("$text", text)),
        cancellationToken);

    private static void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private async ValueTask WriteAsync(Action<SqliteTransaction> work, CancellationToken cancellationToken)
    {
        await using var write = await database.BeginWriteAsync(cancellationToken);
        work(write.Transaction);
        await write.CommitAsync(cancellationToken);
    }
}

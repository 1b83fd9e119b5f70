using System.Globalization;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Sqlite.Receipts;

namespace Receiver;

/// <summary>What happens with a delivery. Whether it is genuine and new was settled before it comes here.</summary>
internal sealed class DeliveryHandler(DeliveryLedger ledger, ScriptedFailures failures, TimeProvider time)
{
    /// <summary>Writes the delivery and its effect in the receipt's transaction: after a crash there are all three or none.</summary>
    public ValueTask HandleAsync(ReceivedEvent<EventEnvelope> received, CancellationToken cancellationToken)
    {
        var request = received.HttpContext.Request;
        _ = int.TryParse(request.Query["failFirst"], NumberStyles.None, CultureInfo.InvariantCulture, out var failFirst);
        if (failures.ShouldFail(received.DeliveryId, failFirst))
        {
            throw new RetryLaterException($"The first {failFirst} requests are to fail.");
        }

        var delivery = new ReceivedDelivery
        {
            WebhookId = received.DeliveryId,
            Handler = (string)request.RouteValues["name"]!,
            EventId = received.Envelope.Id.Value,
            EventType = received.Envelope.Type.Value,
            SubscriptionId = received.SubscriptionId!,
            Attempt = received.Attempt,
            ReceivedAt = time.GetUtcNow(),
            Envelope = received.Envelope.Utf8Json.ToArray(),
        };
        DeliveryLedger.Record(delivery, received.Receipt.SqliteTransaction());
        return ValueTask.CompletedTask;
    }

    public ValueTask CountCopyAsync(DuplicateDelivery duplicate, CancellationToken cancellationToken) =>
        ledger.CountCopyAsync(duplicate.DeliveryId, cancellationToken);
}

using System.Text.Json;

namespace Receiver;

/// <summary>Shows what was received.</summary>
internal static class LedgerEndpoint
{
    public static IResult GetEntries(LedgerReader ledger) => Json(json =>
    {
        json.WriteStartArray();
        foreach (var delivery in ledger.ReadAll())
        {
            json.WriteStartObject();
            json.WriteString("webhookId"u8, delivery.WebhookId);
            json.WriteString("handler"u8, delivery.Handler);
            json.WriteString("eventId"u8, delivery.EventId);
            json.WriteString("eventType"u8, delivery.EventType);
            json.WriteString("subscriptionId"u8, delivery.SubscriptionId);
            json.WriteNumber("attempt"u8, delivery.Attempt);
            json.WriteNumber("copies"u8, delivery.Copies);
            json.WriteString("receivedAt"u8, delivery.ReceivedAt);
            json.WritePropertyName("envelope"u8);
            json.WriteRawValue(delivery.Envelope, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static IResult GetTotals(LedgerReader ledger) => Json(json =>
    {
        json.WriteStartObject();
        foreach (var (eventType, events) in ledger.ReadTotals())
        {
            json.WriteNumber(eventType, events);
        }

        json.WriteEndObject();
    });

    private static IResult Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Results.Bytes(buffer.ToArray(), "application/json");
    }
}

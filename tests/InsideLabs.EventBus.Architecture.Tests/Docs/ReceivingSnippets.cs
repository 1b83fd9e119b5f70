using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code of docs/guides/receiving-webhooks.md, compiled.</summary>
internal static class ReceivingSnippets
{
    public static WebApplication Receive(WebApplicationBuilder builder)
    {
        builder.Services.AddSqliteReceipts("receiver.db");

        var app = builder.Build();
        app.MapEventReceiver("/hooks/shop", receiver => receiver
            .AddSigningSecret(builder.Configuration["Shop:SigningSecret"]!)
            .Handle(ShopEvents.OrderPlaced, async (received, cancellationToken) =>
            {
                var transaction = received.Receipt.SqliteTransaction();
                await using var command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "INSERT INTO invoice (order_id, total) VALUES ($order, $total)";
                command.Parameters.AddWithValue("$order", received.Payload.OrderId);
                command.Parameters.AddWithValue("$total", received.Payload.Total ?? 0m);
                await command.ExecuteNonQueryAsync(cancellationToken);
            })
            .Handle("shop.customer.*", (received, cancellationToken) => LogAsync(received.Envelope, cancellationToken)));

        return app;
    }

    public static void ReceiveForMany(WebApplication app)
    {
        app.MapEventReceiver("/hooks/all", receiver =>
        {
            receiver.ResolveSecrets = (services, subscriptionId, cancellationToken) =>
                services.GetRequiredService<SecretTable>().FindAsync(subscriptionId, cancellationToken);
            receiver.HandleOthers((received, cancellationToken) => LogAsync(received.Envelope, cancellationToken));
        });
    }

    private static ValueTask LogAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        new(Console.Out.WriteLineAsync(envelope.Id.Value.AsMemory(), cancellationToken));

    /// <summary>Stands for wherever a receiver keeps its secrets.</summary>
    private sealed class SecretTable
    {
        private readonly Dictionary<string, IReadOnlyList<WebhookSecret>> _secrets = new(StringComparer.Ordinal);

        public ValueTask<IReadOnlyList<WebhookSecret>> FindAsync(string subscriptionId, CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested
                ? ValueTask.FromCanceled<IReadOnlyList<WebhookSecret>>(cancellationToken)
                : ValueTask.FromResult(_secrets.GetValueOrDefault(subscriptionId) ?? []);
    }
}

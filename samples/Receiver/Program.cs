using Receiver;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);

// The receipts lie in the ledger's own file: what a handler writes there commits together with its receipt.
var ledgerPath = builder.Configuration["ledger"] ?? "receiver-ledger.db";
builder.Services.AddSqliteReceipts(ledgerPath);
builder.Services.AddSingleton<DeliveryLedger>();
builder.Services.AddSingleton<LedgerReader>();
builder.Services.AddSingleton<SubscriptionSecrets>();
builder.Services.AddSingleton<ScriptedFailures>();
builder.Services.AddSingleton<DeliveryHandler>();

var app = builder.Build();
var handler = app.Services.GetRequiredService<DeliveryHandler>();
var secrets = app.Services.GetRequiredService<SubscriptionSecrets>();
app.MapEventReceiver("/handler/{name}", receiver =>
{
    receiver.ResolveSecrets = (_, subscriptionId, _) => secrets.FindAsync(subscriptionId);
    receiver.OnDuplicate = handler.CountCopyAsync;
    receiver.HandleOthers(handler.HandleAsync);
});
app.MapGet("/health/live", () => Results.Text("live"));

var loopback = app.MapGroup(string.Empty).AddEndpointFilter<LoopbackOnly>();
loopback.MapPut("/subscriptions/{subscriptionId}/secret", SecretEndpoint.PutAsync);
loopback.MapGet("/ledger", LedgerEndpoint.GetEntries);
loopback.MapGet("/totals", LedgerEndpoint.GetTotals);

// Opened before anything can arrive: a ledger that cannot be written must stop the start, not the first delivery.
await app.Services.GetRequiredService<DeliveryLedger>().CreateAsync(CancellationToken.None);
secrets.Load();
await app.StartAsync();
await Console.Out.WriteLineAsync($"Receiver listening on {string.Join(' ', app.Urls)}, ledger {ledgerPath}");
if (app.Configuration.GetValue<bool>("stopWithInput"))
{
    _ = StopWithInputAsync(app.Lifetime);
}

await app.WaitForShutdownAsync();
await app.DisposeAsync();

// A parent that holds this process's input takes it along when it ends, however it ends.
static async Task StopWithInputAsync(IHostApplicationLifetime lifetime)
{
    await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    lifetime.StopApplication();
}

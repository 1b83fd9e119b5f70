using Receiver;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = HandlerEndpoint.LargestBody);

var ledgerPath = builder.Configuration["ledger"] ?? "receiver-ledger.db";
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<SubscriptionSecrets>();
builder.Services.AddSingleton<ScriptedFailures>();
builder.Services.AddSingleton(_ => DeliveryLedger.Open(ledgerPath));

var app = builder.Build();
app.MapPost("/handler/{name}", HandlerEndpoint.HandleAsync);
app.MapGet("/health/live", () => Results.Text("live"));

var loopback = app.MapGroup(string.Empty).AddEndpointFilter<LoopbackOnly>();
loopback.MapPut("/subscriptions/{subscriptionId}/secret", SecretEndpoint.PutAsync);
loopback.MapGet("/ledger", LedgerEndpoint.GetEntries);
loopback.MapGet("/totals", LedgerEndpoint.GetTotals);

// Opened before anything can arrive: a ledger that cannot be written must stop the start, not the first delivery.
app.Services.GetRequiredService<DeliveryLedger>();
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

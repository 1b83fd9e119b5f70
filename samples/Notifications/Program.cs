using InsideLabs.EventBus.Interactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications;

// One interaction, three receivers: a mail service, Slack and the webhook of a warehouse. All three are HTTP servers that this sample
// starts on this machine; each checks what it gets. Slack is busy at first, so its message comes with the second attempt.
var folder = Directory.CreateTempSubdirectory("notifications");
await using var mail = await LocalService.StartAsync("mail service", MailCheck.Judge);
await using var slack = await LocalService.StartAsync("slack", new SlackCheck().Judge);
var warehouseCheck = new WarehouseCheck(TimeProvider.System);
await using var warehouse = await LocalService.StartAsync("warehouse webhook", warehouseCheck.Judge);

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.Services.AddInsideLabsEvents()
    .UseSqlite(Path.Combine(folder.FullName, "events.db"))
    .AddOutboundHttp(http =>
    {
        // For the receivers on this machine. A host on the internet needs neither.
        http.AllowHttp = true;
        http.AllowedNetworks.Add("127.0.0.0/8");
    })
    .AddWebhooks()
    .AddEmail()
    .AddSlack();
builder.Services.AddSingleton<SampleSetup>();
builder.Services.AddSingleton<SampleAudit>();

bool isRight;
using (var host = builder.Build())
{
    await host.StartAsync();
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    var setup = host.Services.GetRequiredService<SampleSetup>();
    await setup.WriteSettingsAsync(mail.Address, slack.Address, stopping);
    warehouseCheck.SigningSecret = await setup.SubscribeAsync(warehouse.Address, stopping);

    var receipt = await host.Services.GetRequiredService<IInteractionRecorder>().RecordAsync(SampleOrder.Interaction, stopping);
    await Console.Out.WriteLineAsync(
        $"recorded {receipt.Interaction.ResourceType} {receipt.Interaction.Action} as number {receipt.Interaction.Number}, {receipt.Deliveries} deliveries");

    var audit = host.Services.GetRequiredService<SampleAudit>();
    LocalService[] services = [mail, slack, warehouse];
    isRight = await audit.WaitAsync(services.Length, stopping) && services.All(s => s.IsRight);
    await audit.ShowAsync(services, Console.Out, stopping);
    await host.StopAsync();
}

folder.Delete(recursive: true);
await Console.Out.WriteLineAsync(isRight ? "Everybody got what was meant for them." : "Something is wrong: see the table.");
return isRight ? 0 : 1;

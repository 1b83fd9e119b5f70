using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quickstart;

// The main job in one run: two domains publish 26 kinds of events, four subscriptions match them, and a receiver in a process of
// its own gets signed webhooks. Give a folder to keep the files elsewhere: dotnet run --project samples/Quickstart -- ./data
var data = Directory.CreateDirectory(args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "data"));

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddInsideLabsEvents()
    .UseSqlite(Path.Combine(data.FullName, "events.db"))
    .AddDomain(EngagementEvents.Domain)
    .AddDomain(MembershipEvents.Domain)
    .AddWebhooks(webhooks =>
    {
        // For the receiver on this machine. A host on the internet needs neither.
        webhooks.AllowHttp = true;
        webhooks.AllowedNetworks.Add("127.0.0.0/8");
    });
builder.Services.AddSingleton<SampleSubscriptions>();
builder.Services.AddSingleton<SampleRun>();
using var host = builder.Build();
await host.StartAsync();

var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
bool complete;
await using (var receiver = await ReceiverProcess.StartAsync(Path.Combine(data.FullName, "receiver.db"), Console.Out, stopping))
{
    await host.Services.GetRequiredService<SampleSubscriptions>().PointToAsync(receiver, stopping);
    complete = await host.Services.GetRequiredService<SampleRun>().RunAsync(receiver, Console.Out, stopping);
}

await host.StopAsync();
return complete ? 0 : 1;

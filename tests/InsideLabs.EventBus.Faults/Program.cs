using InsideLabs.EventBus;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Faults;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

ParentWatch.Start();
var command = ChildCommand.Parse(args);
var output = new LineWriter();
using var host = ChildHost.Build(command.DatabasePath);
using var drain = new QueueDrain(host.Services.GetRequiredService<IDeliveryStore>(), host.Services.GetRequiredService<IdleSignal>());
await host.StartAsync();
await ChildHost.EnsureSubscriptionsAsync(host.Services.GetRequiredService<SubscriptionService>(), command.ReceiverUrl);
output.Write(new ChildLine(ChildLineKind.Ready));
if (command.Mode == ChildMode.Publish)
{
    await new EventFlood(host.Services.GetRequiredService<IEventPublisher>(), output, command.Seed).RunAsync();
}

await drain.WaitAsync();
await host.StopAsync();

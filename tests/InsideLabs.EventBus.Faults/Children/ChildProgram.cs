using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>The life of a child: build, start, play the role, stop.</summary>
internal static class ChildProgram
{
    public static async Task RunAsync(ChildOptions options)
    {
        var parent = ParentLink.Start();
        var output = new LineWriter();
        var role = ChildRoles.Get(options.Role);
        using var host = ChildHost.Build(role, options);
        using var drain = new QueueDrain(host.Services.GetRequiredService<IDeliveryStore>(), host.Services.GetRequiredService<IdleSignal>());
        await host.StartAsync();
        await ChildHost.EnsureSubscriptionsAsync(
            host.Services.GetRequiredService<SubscriptionService>(), role.Subscriptions(options), options.ReceiverUrl);
        output.Write(new ChildLine(ChildLineKind.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        await role.RunAsync(new ChildContext(options, host, output, parent, drain));
        await host.StopAsync();
    }
}

using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>The life of a child: build, start, play the role, stop.</summary>
internal static class ChildProgram
{
    /// <summary>The exit code of a child whose host did not start, for a reason that it told.</summary>
    public const int NotStartedExitCode = 4;

    /// <summary>The name of what it tells then: the code of the error.</summary>
    public const string NotStarted = "not-started";

    /// <summary>The option that makes it try again while another process owns the file; it tells <see cref="NotStarted"/> once.</summary>
    public const string WaitForOwner = "wait-for-owner";

    private static readonly TimeSpan OwnerPoll = TimeSpan.FromMilliseconds(50);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ChildOptions options)
    {
        var parent = ParentLink.Start();
        var output = new LineWriter();
        var role = ChildRoles.Get(options.Role);
        using var host = ChildHost.Build(role, options);
        try
        {
            await OpenAsync(host, options, output);
            using var drain = new QueueDrain(host.Services.GetRequiredService<IDeliveryStore>(), host.Services.GetRequiredService<IdleSignal>());
            await host.StartAsync();
            await ChildHost.EnsureSubscriptionsAsync(
                host.Services.GetRequiredService<SubscriptionService>(), role.Subscriptions(options), options.ReceiverUrl);
            output.Write(new ChildLine(ChildLineKind.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            await role.RunAsync(new ChildContext(options, host, output, parent, drain));
            await host.StopAsync();
            return 0;
        }
        catch (EventBusStoreException refused) when (string.Equals(refused.Code, ErrorCodes.StoreOwned, StringComparison.Ordinal))
        {
            output.Write(ChildLine.Tell(NotStarted, refused.Code));
            return NotStartedExitCode;
        }
    }

    /// <summary>Opens the store, which is made with the first service that needs it.</summary>
    private static async Task OpenAsync(IHost host, ChildOptions options, LineWriter output)
    {
        using var timer = new PeriodicTimer(OwnerPoll);
        for (var tries = 1; ; tries++)
        {
            try
            {
                host.Services.GetRequiredService<IDeliveryStore>();
                return;
            }
            catch (EventBusStoreException owned) when (options.Find(WaitForOwner) is not null
                && string.Equals(owned.Code, ErrorCodes.StoreOwned, StringComparison.Ordinal))
            {
                if (tries == 1)
                {
                    output.Write(ChildLine.Tell(NotStarted, owned.Code));
                }

                await timer.WaitForNextTickAsync();
            }
        }
    }
}

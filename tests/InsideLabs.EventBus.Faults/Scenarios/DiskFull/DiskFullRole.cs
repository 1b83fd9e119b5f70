using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>
/// Publishes, delivers, and tells what a full disk does to it. The dispatcher is woken again and again, so that only its own
/// resolve keeps it from claiming.
/// </summary>
internal sealed class DiskFullRole : ChildRole
{
    public const string RoleName = "disk-full";

    private static readonly TimeSpan Nudge = TimeSpan.FromMilliseconds(50);

    private readonly SteadyRole _steady = new();

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        var store = events.Services.Single(static s => s.ServiceType == typeof(IDeliveryStore)).ImplementationType!;
        events.Services.Replace(ServiceDescriptor.Singleton(
            p => ClaimWatch.Watch((IDeliveryStore)ActivatorUtilities.CreateInstance(p, store), new LineWriter())));
    }

    public override Task RunAsync(ChildContext child) => Task.WhenAll(_steady.RunAsync(child), NudgeAsync(child));

    private static async Task NudgeAsync(ChildContext child)
    {
        using var timer = new PeriodicTimer(Nudge);
        while (!child.Stopping.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            child.Service<DeliverySignal>().Set();
        }
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Zombies;

/// <summary>Publishes a number of events, delivers them with workers that lose their claims, and tells what became of late outcomes.</summary>
internal sealed class ZombieRole : ChildRole
{
    public const string RoleName = "zombie";
    public const string Events = "events";
    public const string Overlaps = "overlaps";
    public const string Accepted = "accepted";

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        var real = events.Services.Last(s => s.ServiceType == typeof(IDeliveryStore));
        events.Services.Remove(real);
        events.Services.AddSingleton(provider => ZombieStore.Wrap(
            (IDeliveryStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), options.Seed));
    }

    public override async Task RunAsync(ChildContext child)
    {
        await new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed).RunAsync(child.Options.Number(Events, 0));
        await child.Drain.WaitAsync();
        var zombies = (ZombieStore)(object)child.Service<IDeliveryStore>();
        child.Output.Write(ChildLine.Tell(Overlaps, zombies.Overlaps));
        child.Output.Write(ChildLine.Tell(Accepted, zombies.Accepted));
    }
}

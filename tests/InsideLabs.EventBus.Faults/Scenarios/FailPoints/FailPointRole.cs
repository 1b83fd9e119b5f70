using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Publishes one event after the other and delivers them one after the other, so that it is known what a kill interrupts.</summary>
internal sealed class FailPointRole : ChildRole
{
    public const string RoleName = "fail-point";

    /// <summary>The option that makes it deliver.</summary>
    public const string Deliver = "deliver";

    /// <summary>The option that says after how many publishes it ends; never without.</summary>
    public const string Publishes = "publishes";

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options) => FailPointServices.Add(events.Services, options);

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        bus.RunDispatcher = options.Find(Deliver) is not null;
        bus.MaxConcurrentDeliveries = bus.MaxConcurrentDeliveriesPerSubscription = 1;
    }

    public override async Task RunAsync(ChildContext child)
    {
        var flood = new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed);
        child.Service<FailPointTrigger>().Arm();
        for (var left = child.Options.Number(Publishes, int.MaxValue); left > 0; left--)
        {
            if (await flood.PublishOneAsync() is { } refused)
            {
                throw refused;
            }
        }
    }
}

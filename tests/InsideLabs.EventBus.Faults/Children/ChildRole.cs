using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>What a child does with its host.</summary>
internal abstract class ChildRole
{
    /// <summary>What parents ask for it by.</summary>
    public abstract string Name { get; }

    /// <summary>Adds to the host, or replaces services of it.</summary>
    public virtual void Configure(IEventBusBuilder events, ChildOptions options)
    {
    }

    /// <summary>Changes how the bus works. How many deliveries may be on their way is set.</summary>
    public virtual void Configure(EventBusOptions bus, ChildOptions options)
    {
    }

    /// <summary>Changes what webhooks may do. HTTP and loopback are allowed.</summary>
    public virtual void Configure(OutboundHttpOptions webhooks, ChildOptions options)
    {
    }

    /// <summary>The subscriptions that must exist before it runs.</summary>
    public virtual IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => FaultSubscription.All;

    /// <summary>Does its work; the host has started, and stops when this returns.</summary>
    public abstract Task RunAsync(ChildContext child);
}

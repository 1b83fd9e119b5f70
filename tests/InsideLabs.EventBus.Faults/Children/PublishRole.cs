using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Publishes as fast as it can and delivers, until it is killed or asked to end.</summary>
internal sealed class PublishRole : ChildRole
{
    public const string RoleName = "publish";

    public override string Name => RoleName;

    public override Task RunAsync(ChildContext child) =>
        new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed).RunAsync(child.Stopping);
}

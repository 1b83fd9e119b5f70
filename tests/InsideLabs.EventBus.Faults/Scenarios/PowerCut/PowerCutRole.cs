using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>Publishes and delivers with the durability that it is told.</summary>
internal sealed class PowerCutRole : ChildRole
{
    public const string RoleName = "power-cut";

    public const string Durability = "durability";

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options) =>
        events.Services.Configure<SqliteStoreOptions>(o => o.Durability = Enum.Parse<Durability>(options.Get(Durability)));

    public override Task RunAsync(ChildContext child) =>
        new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed).RunAsync(child.Stopping);
}

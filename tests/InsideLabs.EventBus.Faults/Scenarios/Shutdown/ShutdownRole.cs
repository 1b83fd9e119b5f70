using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Shutdown;

/// <summary>Delivers and publishes as fast as it can, and goes on publishing while its host stops, until it is refused.</summary>
internal sealed class ShutdownRole : ChildRole
{
    public const string RoleName = "shutdown";

    /// <summary>The option with the milliseconds that the host waits for deliveries; its default without.</summary>
    public const string DrainMilliseconds = "drain-milliseconds";

    /// <summary>What it tells when it was asked to end.</summary>
    public const string Stopping = "stopping";

    /// <summary>What it tells when a publish failed with something else than a typed error: its type.</summary>
    public const string Untyped = "untyped";

    public override string Name => RoleName;

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        if (options.Find(DrainMilliseconds) is not null)
        {
            bus.DrainTimeout = TimeSpan.FromMilliseconds(options.Number(DrainMilliseconds, 0));
        }
    }

    public override async Task RunAsync(ChildContext child)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = child.Stopping.Register(asked.SetResult);
        _ = FloodAsync(child);
        await asked.Task;
        child.Output.Write(ChildLine.Tell(Stopping, Environment.ProcessId));
    }

    private static async Task FloodAsync(ChildContext child)
    {
        try
        {
            await new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed).RunUntilRefusedAsync();
        }
        catch (Exception untyped)
        {
            child.Output.Write(ChildLine.Tell(Untyped, untyped.GetType().FullName!));
        }
    }
}

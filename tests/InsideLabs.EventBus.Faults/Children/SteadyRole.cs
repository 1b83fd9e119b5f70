using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Publishes at a steady rate and delivers, and goes on after a refusal, as a service would; it tells the slowest publishes.</summary>
internal sealed class SteadyRole : ChildRole
{
    public const string RoleName = "steady";

    /// <summary>The figure that is told of each publish that was slower than all before it, in milliseconds.</summary>
    public const string Slowest = "slowest-ms";

    private const int Publishers = 8;

    /// <summary>How long a publisher waits after each event, so that the deliveries keep up, and after a refusal.</summary>
    private static readonly (TimeSpan Event, TimeSpan Refusal) Pause = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50));

    private readonly Lock _gate = new();
    private double _slowest;

    public override string Name => RoleName;

    public override Task RunAsync(ChildContext child)
    {
        var flood = new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed);
        return Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(() => PublishAsync(flood, child))));
    }

    private async Task PublishAsync(EventFlood flood, ChildContext child)
    {
        using var pause = new PeriodicTimer(Pause.Event);
        while (!child.Stopping.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            var refused = await flood.PublishOneAsync();
            Tell(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, child.Output);
            pause.Period = refused is null ? Pause.Event : Pause.Refusal;
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Tell(double milliseconds, LineWriter output)
    {
        lock (_gate)
        {
            if (milliseconds > _slowest)
            {
                _slowest = milliseconds;
                output.Write(ChildLine.Tell(Slowest, milliseconds));
            }
        }
    }
}

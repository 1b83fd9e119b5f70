namespace InsideLabs.EventBus.Faults.Scenarios.Backlog;

/// <summary>Publishes one event after the other, one with each tick of a clock, and measures each publish.</summary>
internal sealed class TimedPublishes(IEventPublisher publisher)
{
    public const string EventType = "backlog.row.queued";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>An event with hardly a payload.</summary>
    public static NewEvent Event { get; } =
        new() { EventType = EventType, SourceDomain = "Backlog", Payload = """{"a":1}"""u8.ToArray() };

    public async Task<IReadOnlyList<double>> RunAsync(TimeSpan duration)
    {
        using var time = new CancellationTokenSource(duration, TimeProvider.System);
        return await RunAsync(time.Token);
    }

    /// <returns>The milliseconds of each publish.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(CancellationToken stop)
    {
        var latencies = new List<double>();
        using var ticks = new PeriodicTimer(Tick);
        while (!stop.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            var start = TimeProvider.System.GetTimestamp();
            await publisher.PublishAsync(Event, CancellationToken.None);
            latencies.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return latencies;
    }
}

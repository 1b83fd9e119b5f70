using System.Globalization;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>Publishes some events with each tick of a clock, to one endpoint after the other; a few go to the one that hangs.</summary>
internal sealed class SteadyLoad(IEventPublisher publisher, IReadOnlyList<string> types, bool hangs, int seed)
{
    public const string HangingType = "neighbours.endpoint.hanging";

    private const int PerTick = 4;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private int _count;

    /// <summary>An event of a type, with hardly a payload.</summary>
    public static NewEvent Event(string type, string? id = null) =>
        new() { EventType = type, EventId = id, SourceDomain = "Neighbours", Payload = """{"a":1}"""u8.ToArray() };

    /// <returns>When each event was acknowledged.</returns>
    public async Task<IReadOnlyList<(string Id, long At)>> RunAsync(TimeSpan duration)
    {
        var publishes = new List<Task<(string Id, long At)>>();
        var hanging = new List<Task>();
        var start = TimeProvider.System.GetTimestamp();
        using var ticks = new PeriodicTimer(Tick);
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            await ticks.WaitForNextTickAsync();
            for (var i = 0; i < PerTick; i++)
            {
                publishes.Add(PublishAsync(_count++));
            }

            if (hangs)
            {
                hanging.Add(publisher.PublishAsync(Event(HangingType)).AsTask());
            }
        }

        await Task.WhenAll(hanging);
        return await Task.WhenAll(publishes);
    }

    private async Task<(string Id, long At)> PublishAsync(int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{seed}-{number}");
        await publisher.PublishAsync(Event(types[number % types.Count], id));
        return (id, TimeProvider.System.GetTimestamp());
    }
}

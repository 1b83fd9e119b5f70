using System.Text;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>What an application does meanwhile: a subscription and a steady stream of events, all of which must arrive.</summary>
internal sealed class ValidWork(ChildContext child)
{
    private const string EventType = "valid.work.done";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    public long Delivered => MalformedRole.Sink(child, SinkAdapter.ValidName).Count;

    public int Published { get; private set; }

    /// <summary>Writes more than the page cache of the store holds, so that it does not grow any more.</summary>
    public async Task FillCacheAsync()
    {
        const int PayloadBytes = 60_000;
        const int Batches = 15;
        var payload = Encoding.ASCII.GetBytes($$"""{"a":"{{new string('x', PayloadBytes)}}"}""");
        for (var i = 0; i < Batches; i++)
        {
            await child.Service<IEventPublisher>().PublishAsync([.. Enumerable.Repeat(Event("filling.the.cache", payload), 100)]);
        }
    }

    public async Task SubscribeAsync()
    {
        await child.Service<SubscriptionService>().CreateAsync(new SubscriptionDraft
        {
            EventTypes = [EventType],
            Config = """{"adapter":"adapter:valid","text":"{{payload.a}}"}"""u8.ToArray(),
        });
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Tick);
        while (!stop.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            await child.Service<IEventPublisher>().PublishAsync(Event(EventType, """{"a":"x"}"""u8.ToArray()), CancellationToken.None);
            Published++;
        }
    }

    private static NewEvent Event(string type, byte[] payload) => new() { EventType = type, SourceDomain = "Valid", Payload = payload };
}

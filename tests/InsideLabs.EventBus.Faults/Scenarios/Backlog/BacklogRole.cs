using System.Globalization;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Backlog;

/// <summary>A host whose queue is filled, emptied and purged as its parent says, one line for each step and one figure in answer.</summary>
internal sealed class BacklogRole : ChildRole
{
    public const string RoleName = "backlog";

    /// <summary>Every event has so many deliveries.</summary>
    public const int Subscribers = 4;

    /// <summary><c>fill N</c>: queues N deliveries; tells the milliseconds.</summary>
    public const string Fill = "fill";

    /// <summary><c>take N</c>: makes N deliveries; tells the milliseconds of the processor as a latency, then those of the clock.</summary>
    public const string Take = "take";

    /// <summary><c>publish N</c>: publishes for N milliseconds; tells each latency in milliseconds, then how many there were.</summary>
    public const string Publish = "publish";

    /// <summary><c>purge 0</c>: the same while what was delivered is purged, then its attempts.</summary>
    public const string Purge = "purge";

    /// <summary><c>count 0</c>: tells how many are delivered, as the queue counts them.</summary>
    public const string Count = "count";

    /// <summary>What a latency is told as.</summary>
    public const string Latency = "latency";

    /// <summary>What the rows that a purge removed are told as: deliveries and attempts.</summary>
    public const string Purged = "purged";

    /// <summary>As many attempts as the retention removes in one bite.</summary>
    private const int Bite = 500;

    private const int BatchSize = 1000;

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        events.Services.AddSingleton<CountingAdapter>();
        events.Services.AddSingleton<IDeliveryAdapter>(static s => s.GetRequiredService<CountingAdapter>());
    }

    public override void Configure(EventBusOptions bus, ChildOptions options) => bus.AllowUnregisteredTypes = true;

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => [];

    public override async Task RunAsync(ChildContext child)
    {
        var subscriptions = child.Service<SubscriptionService>();
        if ((await subscriptions.ListAsync()).Count == 0)
        {
            for (var i = 0; i < Subscribers; i++)
            {
                await subscriptions.CreateAsync(new SubscriptionDraft
                {
                    EventTypes = [TimedPublishes.EventType],
                    Config = """{"adapter":"adapter:counting"}"""u8.ToArray(),
                });
            }
        }

        await foreach (var line in child.Parent.Lines.ReadAllAsync())
        {
            var (step, number) = line.Split(' ') is [var word, var text] ? (word, int.Parse(text, CultureInfo.InvariantCulture)) : (line, 0);
            child.Output.Write(ChildLine.Tell(step, await RunAsync(child, step, number)));
        }
    }

    private static async Task<double> RunAsync(ChildContext child, string step, int number)
    {
        var publishes = new TimedPublishes(child.Service<IEventPublisher>());
        switch (step)
        {
            case Fill:
                return (await FillAsync(child.Service<IEventPublisher>(), number)).TotalMilliseconds;
            case Take:
                var before = Environment.CpuUsage.TotalTime;
                var taken = (await child.Service<CountingAdapter>().TakeAsync(number)).TotalMilliseconds;
                Tell(child, [(Environment.CpuUsage.TotalTime - before).TotalMilliseconds]);
                return taken;
            case Publish:
                return Tell(child, await publishes.RunAsync(TimeSpan.FromMilliseconds(number)));
            case Purge:
                using (var done = new CancellationTokenSource())
                {
                    var running = publishes.RunAsync(done.Token);
                    child.Output.Write(ChildLine.Tell(Purged, await PurgeAsync(child)));
                    await done.CancelAsync();
                    return Tell(child, await running);
                }

            case Count:
                return (await child.Service<DeliveryQueue>().GetStatsAsync()).Completed;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step.");
        }
    }

    private static async Task<TimeSpan> FillAsync(IEventPublisher publisher, int deliveries)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var left = deliveries / Subscribers; left > 0; left -= BatchSize)
        {
            await publisher.PublishAsync([.. Enumerable.Repeat(TimedPublishes.Event, Math.Min(left, BatchSize))]);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task<string> PurgeAsync(ChildContext child)
    {
        var store = child.Service<IDeliveryStore>();
        var now = TimeProvider.System.GetUtcNow();
        var deliveries = await child.Service<DeliveryQueue>().PurgeAsync(DeliveryStatus.Delivered, now);
        var attempts = 0L;
        while (true)
        {
            // As the retention does it.
            var taken = await store.PurgeAttemptsAsync(Guid.CreateVersion7(now), Bite, CancellationToken.None);
            attempts += taken;
            if (taken < Bite)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{deliveries},{attempts}");
            }
        }
    }

    private static double Tell(ChildContext child, IReadOnlyList<double> latencies)
    {
        foreach (var latency in latencies)
        {
            child.Output.Write(ChildLine.Tell(Latency, latency));
        }

        return latencies.Count;
    }
}

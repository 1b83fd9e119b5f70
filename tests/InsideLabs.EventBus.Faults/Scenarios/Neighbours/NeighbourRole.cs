using System.Globalization;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>
/// A host with 99 endpoints that answer. It may have one more that hangs, and a subscription with a backlog. It publishes at a
/// steady rate when it is told to, and says when each event was acknowledged.
/// </summary>
internal sealed class NeighbourRole : ChildRole
{
    public const string RoleName = "neighbour";

    /// <summary>The value with the URL of the endpoint that hangs; without it there is neither that nor a backlog.</summary>
    public const string HangUrl = "hang-url";

    /// <summary>The value with the length of the backlog.</summary>
    public const string Backlog = "backlog";

    /// <summary>Told when the queue is as it should be.</summary>
    public const string Prepared = "prepared";

    /// <summary>Told when all events of a measurement are acknowledged.</summary>
    public const string Measured = "measured";

    private const int Endpoints = 99;
    private const int BatchSize = 1000;

    public override string Name => RoleName;

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        var usual = new EventBusOptions();
        bus.MaxConcurrentDeliveries = usual.MaxConcurrentDeliveries;
        bus.MaxConcurrentDeliveriesPerSubscription = usual.MaxConcurrentDeliveriesPerSubscription;
        bus.AllowUnregisteredTypes = true;
    }

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => [];

    public override async Task RunAsync(ChildContext child)
    {
        var (publisher, options) = (child.Service<IEventPublisher>(), child.Options);
        var subscriptions = child.Service<SubscriptionService>();
        for (var i = 0; i < Endpoints; i++)
        {
            await SubscribeAsync(subscriptions, TypeOf(i), string.Create(CultureInfo.InvariantCulture, $"{options.ReceiverUrl}/n{i}"));
        }

        if (options.Find(HangUrl) is { } hang)
        {
            await SubscribeAsync(subscriptions, SteadyLoad.HangingType, hang);
            await SubscribeAsync(subscriptions, BulkType, $"{options.ReceiverUrl}/{ArrivalReceiver.BulkPath}");
            await QueueAsync(publisher, options.Number(Backlog, 0));
        }

        var load = new SteadyLoad(publisher, [.. Enumerable.Range(0, Endpoints).Select(TypeOf)], options.Find(HangUrl) is not null, options.Seed);
        child.Output.Write(ChildLine.Tell(Prepared, string.Empty));
        await foreach (var line in child.Parent.Lines.ReadAllAsync())
        {
            foreach (var (id, at) in await load.RunAsync(TimeSpan.FromMilliseconds(int.Parse(line, CultureInfo.InvariantCulture))))
            {
                child.Output.Write(new ChildLine(ChildLineKind.Acknowledged, id, at.ToString(CultureInfo.InvariantCulture), 1));
            }

            child.Output.Write(ChildLine.Tell(Measured, string.Empty));
        }
    }

    private const string BulkType = "neighbours.bulk.queued";

    private static string TypeOf(int endpoint) => string.Create(CultureInfo.InvariantCulture, $"neighbours.endpoint.n{endpoint}");

    private static async Task SubscribeAsync(SubscriptionService subscriptions, string type, string url) =>
        await subscriptions.CreateAsync(new SubscriptionDraft { EventTypes = [type], Config = WebhookTarget.Config(url) });

    private static async Task QueueAsync(IEventPublisher publisher, int count)
    {
        for (var left = count; left > 0; left -= BatchSize)
        {
            await publisher.PublishAsync([.. Enumerable.Repeat(SteadyLoad.Event(BulkType), Math.Min(left, BatchSize))]);
        }
    }
}

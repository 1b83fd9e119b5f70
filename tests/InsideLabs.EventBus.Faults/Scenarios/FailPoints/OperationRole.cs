using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Does one operation and dies of it; without one it delivers what is queued.</summary>
internal sealed class OperationRole : ChildRole
{
    public const string RoleName = "operation";

    /// <summary>The option with the operation's name.</summary>
    public const string Operation = "operation";

    /// <summary>What it tells before it begins: the delivery that it is about.</summary>
    public const string Target = "target";

    /// <summary>What it tells first: the number of its round.</summary>
    public const string RoundSeed = "round";

    /// <summary>What the events for the handler begin with.</summary>
    public const string HandlerTypePrefix = "engagement.handled.";

    public const string HandlerPattern = HandlerTypePrefix + "*";

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        events.AddHandler<EventEnvelope>(HandlerPattern, static (_, _) => ValueTask.CompletedTask, durable: "quiet");
        FailPointServices.Add(events.Services, options);
    }

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        bus.AllowUnregisteredTypes = true;
        bus.RunDispatcher = options.Find(Operation) is null;
    }

    public override async Task RunAsync(ChildContext child)
    {
        if (child.Options.Find(Operation) is not { } name)
        {
            await child.Drain.WaitAsync();
            return;
        }

        var operation = FailPoints.Operation.All.Single(o => string.Equals(o.Name, name, StringComparison.Ordinal));
        var round = new Round(child.Options.Seed);
        child.Output.Write(ChildLine.Tell(RoundSeed, round.Seed));
        var subscriptionId = operation.HasSubscription
            ? (await child.Service<SubscriptionService>().CreateAsync(round.Draft(child.Options.ReceiverUrl))).Subscription.Id
            : Guid.Empty;
        await operation.RunAsync(new OperationTarget(child, round, subscriptionId, await PublishAsync(child, operation, round, subscriptionId)));
    }

    private static async Task<Delivery> PublishAsync(ChildContext child, Operation operation, Round round, Guid subscriptionId)
    {
        if (operation.EventType(round) is not { } type)
        {
            return null!;
        }

        child.Output.Write(new ChildLine(ChildLineKind.Begun, round.EventId, type));
        var receipt = await child.Service<IEventPublisher>().PublishAsync(round.Event(type));
        child.Output.Write(new ChildLine(ChildLineKind.Acknowledged, round.EventId, type, receipt.Deliveries));
        var deliveries = await child.Service<IDeliveryStore>()
            .ListDeliveriesAsync(new DeliveryFilter { OccurrenceId = round.EventId }, CancellationToken.None);
        var target = deliveries.Single(d => operation.HasSubscription
            ? d.SubscriptionId == subscriptionId
            : string.Equals(d.Adapter, Adapters.AdapterNames.Handler, StringComparison.Ordinal));
        child.Output.Write(ChildLine.Tell(Target, target.Id));
        return target;
    }
}

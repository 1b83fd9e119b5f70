using System.Globalization;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>Delivers some events to every kind of hostile receiver and to one that is well, and stays until it is told to go.</summary>
internal sealed class ReceiverRole : ChildRole
{
    public const string RoleName = "receivers";

    /// <summary>The subscription to the receiver that is well.</summary>
    public const string Healthy = "healthy";

    /// <summary>What it tells when nothing is left to deliver.</summary>
    public const string Settled = "settled";

    private const string Deadline = "deadline";
    private const string Events = "events";

    public override string Name => RoleName;

    public static Dictionary<string, string> Values(IEnumerable<HostileReceiver> receivers, TimeSpan deadline, int events) =>
        new(receivers.Select(r => KeyValuePair.Create(r.Kind.Name, r.Url)), StringComparer.Ordinal)
        {
            [Deadline] = deadline.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            [Events] = events.ToString(CultureInfo.InvariantCulture),
        };

    public static IReadOnlyList<FaultSubscription> Wanted(IReadOnlyDictionary<string, string> values) =>
    [
        .. ReceiverKinds.All.Select(k => new FaultSubscription(k.Name, k.EventType)
        {
            Url = values[k.Name],
            Ladder = k.MayCross ? FaultSubscription.RetryDelays : [.. FaultSubscription.RetryDelays.Take(1)],
        }),
        new FaultSubscription(Healthy, ReceiverKind.EventTypeOf(Healthy)),
    ];

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        bus.DeliveryTimeout = TimeSpan.FromMilliseconds(options.Number(Deadline, otherwise: 0));
        bus.AllowUnregisteredTypes = true;

        // Each delivery is to be tried, whatever has become of those before it.
        bus.CircuitThreshold = 1000;
    }

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => Wanted(options.Values);

    public override async Task RunAsync(ChildContext child)
    {
        foreach (var isSlow in (bool[])[false, true])
        {
            var names = ReceiverKinds.All.Where(k => k.IsSlow == isSlow).Select(k => k.Name).Append(Healthy);
            for (var number = 0; number < child.Options.Number(Events, otherwise: 0); number++)
            {
                foreach (var name in names)
                {
                    await PublishAsync(child, name, number);
                }
            }

            await child.Drain.WaitAsync();
        }

        child.Output.Write(ChildLine.Tell(Settled, 1));
        await child.Parent.Lines.ReadAsync();
    }

    private static async Task PublishAsync(ChildContext child, string name, int number)
    {
        var (id, type) = ($"{child.Options.Seed}-{name}-{number}-{Guid.NewGuid():N}", ReceiverKind.EventTypeOf(name));
        child.Output.Write(new ChildLine(ChildLineKind.Begun, id, type));
        var receipt = await child.Service<IEventPublisher>().PublishAsync(new NewEvent { EventType = type, Payload = "{}"u8.ToArray(), EventId = id });
        child.Output.Write(new ChildLine(ChildLineKind.Acknowledged, id, type, receipt.Deliveries));
    }
}

using System.Runtime.CompilerServices;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Poison;

/// <summary>A host with two durable handlers. One of them kills the process when it is given a certain event.</summary>
internal sealed class PoisonRole : ChildRole
{
    public const string RoleName = "poison";

    /// <summary>The option that says how many events to publish and not deliver; without it, it delivers.</summary>
    public const string Publish = "publish";

    /// <summary>The option with the ids of the events that kill, joined by commas.</summary>
    public const string Poison = "poison";

    /// <summary>The option that says how: <see cref="FailFast"/> or <see cref="StackOverflow"/>.</summary>
    public const string Death = "death";

    public const string FailFast = "FailFast";
    public const string StackOverflow = "StackOverflow";

    /// <summary>What it tells when an event was handled: the name of the handler, a slash and the delivery's id.</summary>
    public const string Handled = "handled";

    /// <summary>What it tells before it dies: the event's id.</summary>
    public const string Dying = "dying";

    public const string FragileHandler = "fragile";
    public const string RobustHandler = "robust";

    /// <summary>What the handlers listen to.</summary>
    public static IReadOnlyDictionary<string, string> Patterns { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [FragileHandler] = "engagement.campaign.*",
        [RobustHandler] = "engagement.*",
    };

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        var output = new LineWriter();
        var poison = (options.Find(Poison) ?? string.Empty).Split(',');
        events.AddHandler<EventEnvelope>(Patterns[FragileHandler], HandleFragilely, FragileHandler);
        events.AddHandler<EventEnvelope>(Patterns[RobustHandler], HandleRobustly, RobustHandler);

        async ValueTask HandleFragilely(EventContext<EventEnvelope> context, CancellationToken cancellationToken)
        {
            await TakeTimeAsync();
            if (poison.Contains(context.Event.Id.Value, StringComparer.Ordinal))
            {
                output.Write(ChildLine.Tell(Dying, context.Event.Id.Value));
                Die(options.Get(Death));
            }

            output.Write(ChildLine.Tell(Handled, $"{FragileHandler}/{context.DeliveryId}"));
        }

        async ValueTask HandleRobustly(EventContext<EventEnvelope> context, CancellationToken cancellationToken)
        {
            await TakeTimeAsync();
            output.Write(ChildLine.Tell(Handled, $"{RobustHandler}/{context.DeliveryId}"));
        }
    }

    /// <summary>Handlers take a moment, so that others are in hand when one of them kills the process.</summary>
    private static async Task TakeTimeAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        await timer.WaitForNextTickAsync();
    }

    public override void Configure(EventBusOptions bus, ChildOptions options) => bus.RunDispatcher = options.Find(Publish) is null;

    public override Task RunAsync(ChildContext child) => child.Options.Number(Publish, 0) is > 0 and var count
        ? new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed).RunAsync(count)
        : child.Drain.WaitAsync();

    private static void Die(string death)
    {
        if (string.Equals(death, FailFast, StringComparison.Ordinal))
        {
            Environment.FailFast("A handler ends its process.");
        }

        Fall(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Fall(int depth)
    {
        Span<byte> frame = stackalloc byte[1024];
        frame[0] = (byte)depth;
        return Fall(depth + 1) + frame[0];
    }
}

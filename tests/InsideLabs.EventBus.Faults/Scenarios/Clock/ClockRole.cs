using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InsideLabs.EventBus.Faults.Scenarios.Clock;

/// <summary>
/// Publishes at a steady rate by a clock that the parent sets: <c>set TICKS</c> sets how far it is off, <c>drain</c> stops the
/// publishing and moves the clock to due times until nothing is left.
/// </summary>
internal sealed class ClockRole : ChildRole
{
    public const string RoleName = "clock";

    /// <summary>How far the clock is off at the start, in ticks.</summary>
    public const string Offset = "offset";

    /// <summary>Told at each step: what the clock showed before and after, in ticks.</summary>
    public const string Stepped = "stepped";

    /// <summary>Told after each step: how long it took until nothing was left that was due at the step, in milliseconds.</summary>
    public const string CaughtUp = "caught-up-ms";

    /// <summary>What the dispatcher promises to need to notice a step.</summary>
    public static readonly TimeSpan ClockCheckInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(8);

    private readonly SetClock _clock = new();
    private volatile bool _isPaused;

    /// <summary>Two subscriptions of which one is always open and the other closed.</summary>
    public static IReadOnlyList<FaultSubscription> All { get; } =
    [
        .. FaultSubscription.All,
        new("day", "engagement.campaign.sent", Window("06:00", "18:00")),
        new("night", "engagement.campaign.sent", Window("18:00", "06:00")),
    ];

    public override string Name => RoleName;

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => All;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        _clock.Offset = new TimeSpan(long.Parse(options.Get(Offset), CultureInfo.InvariantCulture));
        events.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
    }

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        bus.ClockCheckInterval = ClockCheckInterval;
        (bus.CircuitDelay, bus.CircuitMaxDelay) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(600));

        // What the retention removes of the deliveries is told by their attempts.
        bus.KeepAttempts = null;
    }

    public override async Task RunAsync(ChildContext child)
    {
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync(child, stop.Token);
        await foreach (var line in child.Parent.Lines.ReadAllAsync())
        {
            if (line.Split(' ') is ["set", var ticks])
            {
                await StepAsync(child, new TimeSpan(long.Parse(ticks, CultureInfo.InvariantCulture)));
                continue;
            }

            await stop.CancelAsync();
            await publishing;
            await DrainAsync(child);
            return;
        }
    }

    private static DeliveryScheduleDraft Window(string start, string end) => new()
    {
        TimeZone = "Etc/UTC",
        Windows = [new DeliveryWindowDraft { Days = [0, 1, 2, 3, 4, 5, 6], StartTime = start, EndTime = end }],
    };

    private async Task PublishAsync(ChildContext child, CancellationToken stop)
    {
        var flood = new EventFlood(child.Service<IEventPublisher>(), child.Output, child.Options.Seed);
        using var timer = new PeriodicTimer(Pace);
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            if (!_isPaused)
            {
                await flood.PublishOneAsync();
            }
        }
    }

    /// <summary>Sets the clock, and waits for what is due by it. Nothing is published meanwhile: that would wake the dispatcher.</summary>
    private async Task StepAsync(ChildContext child, TimeSpan offset)
    {
        _isPaused = true;
        var now = Set(child, offset);
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await ScheduledAsync(child)).Any(d => d.NextAttempt <= now))
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        _isPaused = false;
        child.Output.Write(ChildLine.Tell(CaughtUp, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds));
    }

    private async Task DrainAsync(ChildContext child)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await child.Service<IDeliveryStore>().GetStatsAsync(CancellationToken.None) is { Pending: 0, Retry: 0, Processing: 0 })
            {
                return;
            }

            // To the last due time at once: what finds its window closed by then is put off by half a day, and is the next.
            var due = (await ScheduledAsync(child)).Select(static d => d.NextAttempt).ToList();
            if (due.Min() - _clock.GetUtcNow() > TimeSpan.FromMinutes(1))
            {
                Set(child, due.Max()!.Value - TimeProvider.System.GetUtcNow());
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<Delivery>> ScheduledAsync(ChildContext child) => await child.Service<IDeliveryStore>()
        .ListDeliveriesAsync(new DeliveryFilter { Status = DeliveryStatus.Scheduled }, CancellationToken.None);

    private DateTimeOffset Set(ChildContext child, TimeSpan offset)
    {
        var before = _clock.GetUtcNow();
        _clock.Offset = offset;
        var now = _clock.GetUtcNow();
        child.Output.Write(ChildLine.Tell(Stepped, FormattableString.Invariant($"{before.UtcTicks}:{now.UtcTicks}")));
        return now;
    }
}

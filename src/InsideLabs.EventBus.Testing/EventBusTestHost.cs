using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Testing;

/// <summary>
/// A real host with the event bus on a clock that the test turns. Every timer of the library runs on it: three days of retries take
/// milliseconds, and nothing happens between two turns that the test did not cause. Publish, subscribe and look with the services
/// of the host; turn the clock with <see cref="AdvanceAsync"/>.
/// </summary>
public sealed class EventBusTestHost : IAsyncDisposable
{
    private readonly Action<IEventBusBuilder>? _configure;
    private readonly EventBusTestHostOptions _options;
    private readonly Func<Task> _idle;
    private RunningHost _host;

    private EventBusTestHost(Action<IEventBusBuilder>? configure, EventBusTestHostOptions options)
    {
        (_configure, _options, _idle) = (configure, options, IdleAsync);
        Adapter = new RecordingAdapter(new IdleSignal(), options.Clock, options.Patience);
        _host = BuildHost();
    }

    /// <summary>The clock. It stands until it is turned.</summary>
    public VirtualClock Clock => _options.Clock;

    /// <summary>The adapter that records what is sent and answers what the test says.</summary>
    public RecordingAdapter Adapter { get; }

    /// <summary>The services of the host.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Publishes events.</summary>
    public IEventPublisher Publisher => Services.GetRequiredService<IEventPublisher>();

    /// <summary>Records interactions.</summary>
    public IInteractionRecorder Interactions => Services.GetRequiredService<IInteractionRecorder>();

    /// <summary>Creates and changes subscriptions.</summary>
    public SubscriptionService Subscriptions => Services.GetRequiredService<SubscriptionService>();

    /// <summary>The queue of deliveries.</summary>
    public DeliveryQueue Queue => Services.GetRequiredService<DeliveryQueue>();

    /// <summary>Global and adapter settings, and secrets.</summary>
    public SettingsService Settings => Services.GetRequiredService<SettingsService>();

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Configures the bus: domains, handlers, adapters, a store. Without a store it keeps everything in memory.</param>
    /// <param name="options">Sets up the host: clock, patience, options of the bus.</param>
    /// <exception cref="ArgumentException">An option of the host makes no sense.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option of the bus is out of range.</exception>
    public static async Task<EventBusTestHost> StartAsync(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusTestHostOptions>? options = null)
    {
        var host = Build(configure, options);
        await host.StartAsync().ConfigureAwait(false);
        return host;
    }

    /// <summary>
    /// Builds a host that <see cref="StartAsync()"/> starts later: to write into its store before it runs, to set up its adapter, or to
    /// use its services without a dispatcher.
    /// </summary>
    /// <param name="configure">Configures the bus: domains, handlers, adapters, a store. Without a store it keeps everything in memory.</param>
    /// <param name="options">Sets up the host: clock, patience, options of the bus.</param>
    /// <exception cref="ArgumentException">An option of the host makes no sense.</exception>
    public static EventBusTestHost Build(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusTestHostOptions>? options = null) => new(configure, EventBusTestHostOptions.Of(options));

    /// <summary>Starts a host that was built, and runs what is due now. One that does not start is disposed of.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option of the bus is out of range.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time; the message says where to look.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _host.StartAsync().ConfigureAwait(false);
            await WhenIdleAsync().ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Subscribes the recording adapter to events.</summary>
    /// <param name="pattern">An event type, or literal segments and one last <c>*</c>.</param>
    /// <param name="configure">Changes the draft: a config, a schedule, retry delays.</param>
    /// <exception cref="Errors.EventBusValidationException">The subscription was refused; every fault is named.</exception>
    public async Task<Subscription> SubscribeAsync(string pattern, Action<SubscriptionDraft>? configure = null)
    {
        var draft = new SubscriptionDraft { EventTypes = [pattern], Config = RecordingAdapter.Config() };
        configure?.Invoke(draft);
        return (await Subscriptions.CreateAsync(draft).ConfigureAwait(false)).Subscription;
    }

    /// <summary>Runs what is due now and completes when the library has nothing in hand. What waits for a later instant does not count.</summary>
    /// <exception cref="TimeoutException">The library did not come to rest in real time; the message says where to look.</exception>
    public Task WhenIdleAsync() => AdvanceAsync(TimeSpan.Zero);

    /// <summary>
    /// Turns the clock, timer by timer: at each the library finishes what fell due before time goes on. Completes when the clock has
    /// arrived and nothing is in hand.
    /// </summary>
    /// <param name="by">How far: zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clock cannot go there.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time; the message says where to look.</exception>
    public Task AdvanceAsync(TimeSpan by) => Clock.AdvanceAsync(by, _idle);

    /// <summary>Turns the clock to an instant, as <see cref="AdvanceAsync"/> does.</summary>
    /// <param name="instant">The instant, as the clock shows it now; not before the present one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant is past.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time; the message says where to look.</exception>
    public Task AdvanceToAsync(DateTimeOffset instant)
    {
        var by = instant - Clock.GetUtcNow();
        return by >= TimeSpan.Zero
            ? AdvanceAsync(by)
            : throw new ArgumentOutOfRangeException(
                nameof(instant), instant, $"It is {Clock.GetUtcNow():O} already, and time runs forward only. To set the clock back use Clock.JumpTo.");
    }

    /// <summary>Turns the clock, timer by timer, until something is so.</summary>
    /// <param name="condition">What to wait for; looked at before the first turn and after each.</param>
    /// <param name="within">How far to turn at most: zero or more.</param>
    /// <returns>Whether it came to be so; the clock stands where it did, or at the end of that time.</returns>
    /// <exception cref="TimeoutException">The library did not come to rest in real time; the message says where to look.</exception>
    public Task<bool> AdvanceUntilAsync(Func<bool> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return AdvanceUntilAsync(() => Task.FromResult(condition()), within);
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Func{bool}, TimeSpan)"/>
    public async Task<bool> AdvanceUntilAsync(Func<Task<bool>> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var target = Clock.TargetOf(within);
        do
        {
            await IdleAsync().ConfigureAwait(false);
            if (await condition().ConfigureAwait(false))
            {
                return true;
            }
        }
        while (Clock.Step(target));

        Clock.FireUntil(target);
        await IdleAsync().ConfigureAwait(false);
        return await condition().ConfigureAwait(false);
    }

    /// <summary>Awaits the outcome of a delivery.</summary>
    /// <param name="deliveryId">The delivery.</param>
    public DeliveryProbe Probe(Guid deliveryId) => DeliveryProbe.Of(this, deliveryId);

    /// <summary>Awaits the outcome of the delivery of an event or interaction to a subscription.</summary>
    /// <param name="occurrenceId">The event's or the interaction's id.</param>
    /// <param name="subscription">The subscription; null when the occurrence has one delivery only.</param>
    public DeliveryProbe Probe(string occurrenceId, Subscription? subscription = null) => DeliveryProbe.Of(this, occurrenceId, subscription);

    /// <summary>
    /// Stops the host as a process ends that has time: what is on its way may finish until the drain timeout of the bus, for which the
    /// clock must be turned; then it is cancelled and given back. The services, and so what is in the store, can still be looked at.
    /// </summary>
    /// <param name="cancellationToken">Gives up letting it finish.</param>
    /// <exception cref="TimeoutException">The host did not end in real time; the message says where to look.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        var stopping = _host.StopAsync(cancellationToken);
        try
        {
            await stopping.WaitAsync(_options.Patience, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e) when (!stopping.IsCompleted)
        {
            throw new TimeoutException(
                $"The host did not end within {_options.Patience} of real time: what is on its way may finish until the drain timeout of the bus, for "
                + $"which the clock must be turned. {Describe()}", e);
        }
    }

    /// <summary>
    /// Stops the host as a deployment would that has no time to lose, and starts another of the same configuration. Clock and adapter
    /// stay; sends that hang are cancelled and given back. What the store keeps is there again; in memory nothing is.
    /// </summary>
    /// <exception cref="TimeoutException">The host did not end in real time; the message says where to look.</exception>
    public async Task RestartAsync()
    {
        await _host.EndAsync(Clock, _options.Patience, Describe).ConfigureAwait(false);
        _host = BuildHost();
        await StartAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the host at once, whatever hangs: sends are cancelled and given back.</summary>
    /// <exception cref="TimeoutException">The host did not end in real time; the message says where to look.</exception>
    public async ValueTask DisposeAsync() => await _host.EndAsync(Clock, _options.Patience, Describe).ConfigureAwait(false);

    private RunningHost BuildHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, StandingLifetime>();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(Adapter);
        builder.Services.AddSingleton<IDeliveryAdapter>(Adapter);
        var bus = builder.Services.AddInsideLabsEvents(options =>
        {
            // Nobody sets this clock but the test: to look at it every few seconds would make millions of steps of a year.
            options.ClockCheckInterval = TimeSpan.FromDays(1);
            _options.Bus?.Invoke(options);
        });
        _configure?.Invoke(bus);
        if (!builder.Services.Any(static s => s.ServiceType == typeof(IDeliveryStore)))
        {
            bus.UseInMemoryStore();
        }

        var host = new RunningHost(builder.Build());
        Adapter.MoveTo(host.Idle);
        return host;
    }

    private Task IdleAsync()
    {
        var quiet = _host.Idle.WaitAsync();
        return quiet.IsCompleted ? quiet : WaitAsync(quiet);
    }

    private async Task WaitAsync(Task quiet)
    {
        try
        {
            await quiet.WaitAsync(_options.Patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The library did not come to rest within {_options.Patience} of real time. {Describe()}", e);
        }
    }

    private string Describe() =>
        $"The clock stands at {Clock.GetUtcNow():O}. Pieces of work in hand: {_host.Idle.InHand}. The dispatcher: {_host.Condition}. Sends "
        + $"of the recording adapter in progress: {Shown(Adapter.InProgress)}. Look at what your handlers and adapters "
        + "await: what never comes keeps them busy, and what comes with time must be awaited by IdleSignal.DelayAsync on the host's "
        + "TimeProvider, because the clock stands while there is work in hand.";

    private static string Shown(IReadOnlyList<RecordedSend> sends) => sends.Count == 0 ? "none" : string.Join("; ", sends);
}

using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Conformance.Hosting;

/// <summary>A real host with the bus on a clock that the test turns, and a recording adapter.</summary>
public sealed class BusHost : IAsyncDisposable
{
    /// <summary>How long a test waits for a signal before it calls it missing. No test depends on it being short.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private bool _running;

    private BusHost(IHost host, VirtualClock time, RecordingAdapter adapter, CapturedLogs logs) =>
        (_host, Time, Adapter, Logs) = (host, time, adapter, logs);

    public VirtualClock Time { get; }

    public RecordingAdapter Adapter { get; }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    public IEventPublisher Publisher => Services.GetRequiredService<IEventPublisher>();

    public SubscriptionService Subscriptions => Services.GetRequiredService<SubscriptionService>();

    public IDeliveryStore Deliveries => Services.GetRequiredService<IDeliveryStore>();

    /// <summary>Starts a host. The store is in memory unless <paramref name="configure"/> chooses another.</summary>
    public static async Task<BusHost> StartAsync(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusOptions>? options = null,
        RecordingAdapter? adapter = null,
        VirtualClock? time = null)
    {
        var host = Build(configure, options, adapter, time);
        await host.StartAsync();
        return host;
    }

    /// <summary>Builds a host without starting it.</summary>
    public static BusHost Build(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusOptions>? options = null,
        RecordingAdapter? adapter = null,
        VirtualClock? time = null)
    {
        time ??= new VirtualClock();
        adapter ??= new RecordingAdapter();
        var logs = new CapturedLogs();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IDeliveryAdapter>(adapter);
        var bus = builder.Services.AddInsideLabsEvents(o =>
        {
            o.ClockCheckInterval = TimeSpan.FromDays(1);
            options?.Invoke(o);
        });
        configure?.Invoke(bus);
        if (!builder.Services.Any(s => s.ServiceType == typeof(IDeliveryStore)))
        {
            bus.UseInMemoryStore();
        }

        return new BusHost(builder.Build(), time, adapter, logs);
    }

    /// <summary>Subscribes the recording adapter to patterns.</summary>
    public async Task<Subscription> SubscribeAsync(string name, params string[] eventTypes)
    {
        var draft = new SubscriptionDraft { EventTypes = eventTypes, Config = RecordingAdapter.Config(name) };
        return (await Subscriptions.CreateAsync(draft)).Subscription;
    }

    /// <summary>Completes when the library has nothing in hand.</summary>
    public Task IdleAsync() => Services.GetRequiredService<IdleSignal>().WaitAsync().WaitAsync(Patience);

    /// <summary>Turns the clock, timer by timer, letting the library finish its work at each.</summary>
    public Task AdvanceAsync(TimeSpan by) => Time.AdvanceAsync(by, IdleAsync);

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _running = true;
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _running = false;
        await _host.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_running)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await StopAsync(now.Token);
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}

using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Benchmarks.Throughput;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>
/// The library as a host uses it: events are published in batches through the public API, matched, stored, claimed, rendered, handed to an
/// adapter, settled and audited, with its own limits, timeouts and checks.
/// </summary>
internal static class LibraryCycle
{
    private const int Publishers = 4;

    private const string Config = """{"adapter":"adapter:counting","channel":"orders"}""";

    public static async Task<WorkDone> RunAsync(string path, int events)
    {
        using var host = Host(path);
        await host.StartAsync().ConfigureAwait(false);
        var services = host.Services;
        await SubscribeAsync(services.GetRequiredService<SubscriptionService>()).ConfigureAwait(false);
        var (publisher, idle, adapter) = (
            services.GetRequiredService<IEventPublisher>(), services.GetRequiredService<IdleSignal>(), services.GetRequiredService<CountingAdapter>());

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(p => Task.Run(() => PublishAsync(publisher, p, events)))).ConfigureAwait(false);
        await idle.WaitAsync().ConfigureAwait(false);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

        var stats = await services.GetRequiredService<DeliveryQueue>().GetStatsAsync().ConfigureAwait(false);
        var deliveries = events * CycleData.DeliveriesPerEvent;
        CycleCheck.Require(adapter.Deliveries == deliveries, $"{adapter.Deliveries} of {deliveries} deliveries were made.");
        CycleCheck.Require(stats.Completed == deliveries, $"{stats.Completed} of {deliveries} deliveries are completed.");
        await host.StopAsync().ConfigureAwait(false);
        return new WorkDone(events, elapsed, allocated);
    }

    private static IHost Host(string path)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<EventBusOptions>(static options =>
        {
            options.AllowUnregisteredTypes = true;
            options.MaxConcurrentDeliveries = 1024;
            options.MaxConcurrentDeliveriesPerSubscription = 64;
        });
        builder.Services.AddSingleton<CountingAdapter>();
        builder.Services.AddSingleton<IDeliveryAdapter>(static s => s.GetRequiredService<CountingAdapter>());
        builder.Services.AddInsideLabsEvents().UseSqlite(path);
        return builder.Build();
    }

    private static async Task SubscribeAsync(SubscriptionService subscriptions)
    {
        for (var i = 0; i < CycleData.Types * CycleData.DeliveriesPerEvent; i++)
        {
            await subscriptions
                .CreateAsync(new SubscriptionDraft { EventTypes = [CycleData.TypeOf(i)], Config = System.Text.Encoding.UTF8.GetBytes(Config) })
                .ConfigureAwait(false);
        }
    }

    private static async Task PublishAsync(IEventPublisher publisher, int first, int events)
    {
        for (var next = first * CycleData.BatchSize; next < events; next += Publishers * CycleData.BatchSize)
        {
            var batch = new NewEvent[Math.Min(CycleData.BatchSize, events - next)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = new NewEvent { EventType = CycleData.TypeOf(next + i), Payload = CycleData.Payload };
            }

            await publisher.PublishAsync(batch).ConfigureAwait(false);
        }
    }
}

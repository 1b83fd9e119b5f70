using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Testing;
using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>A host on a clock that stands, with ten subscriptions that a thousand events go to.</summary>
internal static class HerdHost
{
    public const int Deliveries = Subscriptions * Events;

    private const int Subscriptions = 10;
    private const int Events = 1000;

    public static Task<EventBusTestHost> StartAsync(ScenarioRun run) => EventBusTestHost.StartAsync(
        bus => bus
            .UseSqlite(
                Path.Combine(run.NewFolder().FullName, "events.db"),

                // What a power cut would take is not the point, and it would cost a sync for each instant of the clock.
                static o => o.Durability = Durability.ProcessCrash)
            .AddDomain(EngagementEvents.Domain),
        static o =>
        {
            o.Patience = TestBed.Patience;
            o.Bus = static bus => (bus.DisableAfter, bus.KeepAttempts) = (null, null);
        });

    /// <summary>Subscribes; those with a destination share its circuit, those without have none.</summary>
    public static async Task SubscribeAsync(EventBusTestHost host, int destinations)
    {
        for (var i = 0; i < Subscriptions; i++)
        {
            var destination = destinations == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"https://{i % destinations}.example.com:443");
            await host.SubscribeAsync("engagement.message.sent", draft => draft.Config = RecordingAdapter.Config(destination: destination));
        }
    }

    public static Task PublishAsync(EventBusTestHost host) => PublishAsync(host.Publisher, host);

    private static async Task PublishAsync(IEventPublisher publisher, EventBusTestHost host)
    {
        await publisher.PublishAsync([.. Enumerable.Range(0, Events)
            .Select(n => n.ToString(CultureInfo.InvariantCulture))
            .Select(n => NewEvent.Of(EngagementEvents.MessageSent, new MessageSentPayload { MessageId = n, UserId = n }))]);
        await host.WhenIdleAsync();
    }
}

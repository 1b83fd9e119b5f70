using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Flows.Tests;

/// <summary>What deliveries go through, from end to end and under virtual time, on each store.</summary>
public abstract class Flow : IDisposable
{
    protected const string EventType = "shop.order.placed";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inside-flows-");

    public static TheoryData<string> Stores => ["memory", "sqlite"];

    /// <summary>Starts a host on a store, its clock at an instant.</summary>
    protected Task<EventBusTestHost> StartAsync(string store, string? at = null, Action<EventBusOptions>? options = null, Action<IEventBusBuilder>? configure = null) => EventBusTestHost.StartAsync(
        bus =>
        {
            configure?.Invoke(bus);
            if (store == "sqlite")
            {
                // Nobody cuts the power here, so nothing has to wait for the disk.
                bus.UseSqlite(Path.Combine(_folder.FullName, "events.db"), o => o.Durability = Durability.ProcessCrash);
            }
        },
        host =>
        {
            host.Clock = at is null ? new VirtualClock() : new VirtualClock(At(at));
            host.Bus = bus =>
            {
                bus.AllowUnregisteredTypes = true;
                options?.Invoke(bus);
            };
        });

    protected static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    protected static async Task<PublishReceipt> PublishAsync(EventBusTestHost host, string eventType = EventType) =>
        await host.Publisher.PublishAsync(new NewEvent { EventType = eventType, Payload = "{}"u8.ToArray() });

    /// <summary>A schedule with one window.</summary>
    protected static DeliveryScheduleDraft Window(string zone, int[] days, string start, string end) => new()
    {
        TimeZone = zone,
        Windows = [new DeliveryWindowDraft { Days = days, StartTime = start, EndTime = end }],
    };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

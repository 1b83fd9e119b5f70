using System.Text;
using InsideLabs.EventBus.Registration;

namespace InsideLabs.EventBus.Testing.Tests;

/// <summary>Hosts and events for these tests.</summary>
internal static class TestBus
{
    public const string OrderPlaced = "shop.order.placed";

    /// <summary>The limit of a wait for what comes at once. No test depends on it being short.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task<EventBusTestHost> StartAsync(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusTestHostOptions>? options = null) => EventBusTestHost.StartAsync(
        configure,
        chosen =>
        {
            chosen.Patience = Patience;
            chosen.Bus = static bus => bus.AllowUnregisteredTypes = true;
            options?.Invoke(chosen);
        });

    /// <summary>Publishes an event.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> PublishAsync(this EventBusTestHost host, string payload = "{}")
    {
        var newEvent = new NewEvent { EventType = OrderPlaced, Payload = Encoding.UTF8.GetBytes(payload), SourceDomain = "Shop" };
        return (await host.Publisher.PublishAsync(newEvent)).EventId;
    }
}

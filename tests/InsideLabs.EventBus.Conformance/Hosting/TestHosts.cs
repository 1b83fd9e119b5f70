using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Conformance.Hosting;

/// <summary>What tests of the library itself look at in a host, and its users have no need of.</summary>
public static class TestHosts
{
    /// <summary>How long a test waits for a signal before it calls it missing. No test depends on it being short.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Keeps every log entry of a host for <c>Logs</c>.</summary>
    public static IEventBusBuilder CaptureLogs(this IEventBusBuilder bus)
    {
        var logs = new CapturedLogs();
        bus.Services.AddSingleton(logs).AddLogging(l => l.SetMinimumLevel(LogLevel.Debug).AddProvider(logs));
        return bus;
    }

    extension(EventBusTestHost host)
    {
        /// <summary>The log entries of a host that captures them.</summary>
        public CapturedLogs Logs => host.Services.GetRequiredService<CapturedLogs>();

        /// <summary>The store of deliveries, behind the queue.</summary>
        public IDeliveryStore Deliveries => host.Services.GetRequiredService<IDeliveryStore>();
    }
}

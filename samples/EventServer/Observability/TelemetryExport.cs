using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EventServer.Observability;

/// <summary>Holds the providers while the server runs, and sends what is left when it stops.</summary>
internal sealed class TelemetryExport(TracerProvider traces, MeterProvider metrics) : IHostedService, IDisposable
{
    /// <summary>A collector that is gone must not hold up the stop.</summary>
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(3);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        var timeout = (int)FlushTimeout.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => traces.Shutdown(timeout), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(timeout), CancellationToken.None));
    }

    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }
}

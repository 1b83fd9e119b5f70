using InsideLabs.EventBus.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventServer.Observability;

/// <summary>
/// Traces, metrics and logs for a collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. The other standard variables
/// (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_SERVICE_NAME</c>, …) hold too.
/// </summary>
internal static class TelemetrySetup
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "insidelabs-event-server";

    private static readonly string[] Sources = [EventBusDiagnostics.ActivitySourceName, "Microsoft.AspNetCore"];

    private static readonly string[] Meters =
        [EventBusDiagnostics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        // Without this, spans of requests have neither path nor status.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        // Registered before everything else that runs, so it stops last and sends what the others still had to say.
        builder.Services.AddHostedService(_ => new TelemetryExport(Traces(builder.Configuration), Metrics(builder.Configuration)));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Describe(ResourceBuilder.CreateDefault()));
            logs.AddOtlpExporter();
        });
    }

    private static TracerProvider Traces(IConfiguration configuration) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(resource => Describe(resource))
        .AddSource(Sources)
        .AddOtlpExporter()
        .Build();

    private static MeterProvider Metrics(IConfiguration configuration) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(resource => Describe(resource))
        .AddMeter(Meters)
        .AddOtlpExporter()
        .Build();

    /// <summary>The name first, then the variables again: what the environment says wins.</summary>
    private static ResourceBuilder Describe(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}

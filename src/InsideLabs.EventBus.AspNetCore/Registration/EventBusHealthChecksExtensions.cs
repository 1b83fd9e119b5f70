using InsideLabs.EventBus.AspNetCore.Health;
using InsideLabs.EventBus.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the event bus to the host's health checks.</summary>
public static class EventBusHealthChecksExtensions
{
    /// <summary>The check of the store: it answers within five seconds.</summary>
    public const string StoreCheckName = "insidelabs-events-store";

    /// <summary>The check of the dispatcher: it runs, and can store outcomes.</summary>
    public const string DispatcherCheckName = "insidelabs-events-dispatcher";

    /// <summary>The check of the time zones: this machine knows those that delivery schedules name. It degrades, it never fails.</summary>
    public const string TimeZoneCheckName = "insidelabs-events-time-zones";

    /// <summary>
    /// Adds three checks for readiness, <see cref="StoreCheckName"/>, <see cref="DispatcherCheckName"/> and
    /// <see cref="TimeZoneCheckName"/>. They do not fit liveness: a store that does not answer is not cured by a restart.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks()</c> returned.</param>
    /// <param name="tags">Tags of the checks, to choose them by.</param>
    public static IHealthChecksBuilder AddInsideLabsEvents(this IHealthChecksBuilder builder, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] all = [.. tags];
        builder.Services.TryAddSingleton<DispatcherMonitor>();
        builder.Services.TryAddSingleton<StoreHealthCheck>();
        builder.Services.TryAddSingleton<DispatcherHealthCheck>();
        builder.Services.TryAddSingleton<TimeZoneHealthCheck>();
        return builder
            .Add(new HealthCheckRegistration(StoreCheckName, static p => p.GetRequiredService<StoreHealthCheck>(), failureStatus: null, all))
            .Add(new HealthCheckRegistration(DispatcherCheckName, static p => p.GetRequiredService<DispatcherHealthCheck>(), failureStatus: null, all))
            .Add(new HealthCheckRegistration(TimeZoneCheckName, static p => p.GetRequiredService<TimeZoneHealthCheck>(), HealthStatus.Degraded, all));
    }
}

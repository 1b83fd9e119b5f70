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

    /// <summary>
    /// Adds two checks for readiness, <see cref="StoreCheckName"/> and <see cref="DispatcherCheckName"/>. They do not fit liveness:
    /// a store that does not answer is not cured by a restart.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks()</c> returned.</param>
    /// <param name="tags">Tags of both checks, to choose them by.</param>
    public static IHealthChecksBuilder AddInsideLabsEvents(this IHealthChecksBuilder builder, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] both = [.. tags];
        builder.Services.TryAddSingleton<DispatcherMonitor>();
        builder.Services.TryAddSingleton<StoreHealthCheck>();
        builder.Services.TryAddSingleton<DispatcherHealthCheck>();
        return builder
            .Add(new HealthCheckRegistration(StoreCheckName, static p => p.GetRequiredService<StoreHealthCheck>(), failureStatus: null, both))
            .Add(new HealthCheckRegistration(DispatcherCheckName, static p => p.GetRequiredService<DispatcherHealthCheck>(), failureStatus: null, both));
    }
}

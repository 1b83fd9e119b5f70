using InsideLabs.EventBus.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InsideLabs.EventBus.AspNetCore.Health;

/// <summary>Healthy when this machine can resolve the time zones that were looked for, at the start or for a delivery.</summary>
internal sealed class TimeZoneHealthCheck(TimeZoneMonitor monitor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = monitor.FindMissing();
        return Task.FromResult(missing.Count == 0
            ? HealthCheckResult.Healthy("The time zones of delivery schedules are known.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                "Time zones cannot be resolved, so delivery schedules in them are not heeded: install the time zone database (tzdata).",
                data: new Dictionary<string, object>(StringComparer.Ordinal) { ["missing"] = string.Join(", ", missing) }));
    }
}

using InsideLabs.EventBus.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Health;

/// <summary>Healthy when this process delivers, or was told not to.</summary>
internal sealed class DispatcherHealthCheck(DispatcherMonitor monitor, IOptions<EventBusOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge(monitor.Condition, options.Value.RunDispatcher, context.Registration.FailureStatus));

    internal static HealthCheckResult Judge(DispatcherCondition condition, bool runs, HealthStatus failure)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["condition"] = condition.ToString() };
        if (!runs)
        {
            return HealthCheckResult.Healthy("This process delivers only when it is asked to.", data);
        }

        return condition switch
        {
            DispatcherCondition.Running => HealthCheckResult.Healthy("The dispatcher delivers.", data),
            DispatcherCondition.Blocked => Bad("Outcomes of deliveries cannot be stored, so nothing is delivered until they can: look at the store's disk and its errors in the log."),
            DispatcherCondition.Failed => Bad("The dispatcher ended by an unexpected failure: restart the process. The log says why."),
            DispatcherCondition.Stopped => Bad("The dispatcher was stopped with its host."),
            _ => Bad("The dispatcher has not started yet."),
        };

        HealthCheckResult Bad(string description) => new(failure, description, data: data);
    }
}

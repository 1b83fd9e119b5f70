using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InsideLabs.EventBus.AspNetCore.Health;

/// <summary>Healthy when the store answers the cheapest question there is within <see cref="Patience"/>.</summary>
internal sealed class StoreHealthCheck(ISubscriptionStore store, TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // No change can be newer than the newest version, so the answer is empty however many subscriptions there are. The
            // second wait is for a store that hangs and does not look at the token.
            await store.ReadChangesAsync(long.MaxValue, both.Token).AsTask().WaitAsync(both.Token).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The store answers.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(context, $"The store did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (EventBusException failure)
        {
            return Failed(context, $"The store does not answer: {failure.Code}.", failure);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context, string description, Exception? exception = null) =>
        new(context.Registration.FailureStatus, description, exception);
}

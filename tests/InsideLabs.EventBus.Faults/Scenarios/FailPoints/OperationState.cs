using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>What is stored after a kill, as the next owner of the file finds it.</summary>
/// <param name="Services">Its services; nothing is started.</param>
/// <param name="Round">What the operation was done to.</param>
/// <param name="Subscription">The round's subscription; null when there is none.</param>
/// <param name="Delivery">The delivery of the round's event; null when there is none.</param>
/// <param name="Attempts">The attempts of that delivery.</param>
internal sealed record OperationState(
    IServiceProvider Services,
    Round Round,
    Subscription? Subscription,
    Delivery? Delivery,
    IReadOnlyList<DeliveryAttempt> Attempts)
{
    public SubscriptionService Subscriptions => Services.GetRequiredService<SubscriptionService>();

    public IDeliveryStore Store => Services.GetRequiredService<IDeliveryStore>();

    /// <summary>Whether the delivery is as it was before anything was tried.</summary>
    public bool IsUntried => Delivery is { Status: DeliveryStatus.Scheduled, Attempts: 0, Failures: 0, Crashes: 0 } && Attempts is [];

    /// <summary>Whether a worker would be given the delivery now.</summary>
    public async Task<bool> IsDueAsync()
    {
        var claimed = await Store.ClaimAsync(new ClaimRequest(TimeProvider.System.GetUtcNow(), 1000, 1000), CancellationToken.None);
        return claimed.Deliveries.Any(d => d.Id == Delivery?.Id);
    }

    public static async Task<OperationState> ReadAsync(IServiceProvider services, Round round, Guid? deliveryId)
    {
        var store = services.GetRequiredService<IDeliveryStore>();
        var subscriptions = await services.GetRequiredService<SubscriptionService>().ListAsync(new SubscriptionFilter { Label = round.Label });
        return new OperationState(
            services,
            round,
            subscriptions.SingleOrDefault(),
            deliveryId is { } id ? await store.FindDeliveryAsync(id, CancellationToken.None) : null,
            deliveryId is null ? [] : await store.ListAttemptsAsync(new AttemptFilter { DeliveryId = deliveryId }, CancellationToken.None));
    }
}

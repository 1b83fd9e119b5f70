using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Short ways to what an operator does with the queue.</summary>
public static class QueueOperations
{
    /// <summary>Restarts a delivery, due now.</summary>
    public static ValueTask<RestartResult> RestartAsync(this StoreUnderTest store, Guid deliveryId)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Deliveries.RestartAsync(deliveryId, store.Now, store.Now, long.MaxValue, CancellationToken.None);
    }

    public static ValueTask<CancelResult> CancelAsync(this StoreUnderTest store, Guid deliveryId)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Deliveries.CancelAsync(deliveryId, CancellationToken.None);
    }

    /// <summary>Purges what ended before an instant; before this one and at it, when none is given.</summary>
    public static ValueTask<int> PurgeAsync(this StoreUnderTest store, DeliveryStatus status, DateTimeOffset? before = null, int max = 1000)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Deliveries.PurgeAsync(new PurgeRequest(status, before ?? store.Now.AddTicks(1), max), CancellationToken.None);
    }

    /// <summary>Commits an event, claims its delivery and settles it: the end of a delivery's usual life, or its death.</summary>
    public static async Task<ClaimedDelivery> EndOneAsync(this StoreUnderTest store, Subscription subscription, DeliveryStatus status)
    {
        ArgumentNullException.ThrowIfNull(store);
        var claim = await store.EnqueueAndClaimAsync(subscription);
        (await store.SettleAsync(claim, status)).Should().BeTrue();
        return claim;
    }

    public static async Task<IReadOnlyList<Guid>> DeliveryIdsAsync(this StoreUnderTest store, DeliveryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        return [.. (await store.Deliveries.ListDeliveriesAsync(filter ?? DeliveryFilter.All, CancellationToken.None)).Select(d => d.Id)];
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Short ways to what a delivery schedule does to the queue.</summary>
public static class PlanOperations
{
    /// <summary>Re-plans the deliveries of a subscription and answers the subscription as stored.</summary>
    public static async Task<Subscription> ReplanAsync(
        this StoreUnderTest store, Subscription current, Func<DateTimeOffset, DateTimeOffset> dueAt)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(current);
        var version = await store.Subscriptions.SaveAsync(Replanning(current, dueAt), CancellationToken.None);
        version.Should().NotBeNull("the version is the current one");
        return current with { Version = version!.Value };
    }

    /// <summary>A change that only re-plans.</summary>
    public static SubscriptionWrite Replanning(Subscription current, Func<DateTimeOffset, DateTimeOffset>? dueAt)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new SubscriptionWrite(current.Id, current, current.Version, QueueEffect.Replan) { Replan = dueAt };
    }

    /// <summary>Defers a claimed delivery by a plan that is not out of date, unless a version is given.</summary>
    public static ValueTask<bool> DeferAsync(
        this StoreUnderTest store, ClaimedDelivery claim, DateTimeOffset dueAt, long plannedVersion = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(claim);
        return store.Deliveries.DeferAsync(new Deferral(claim.Id, claim.ClaimNo, dueAt, plannedVersion), CancellationToken.None);
    }

    /// <summary>Releases a claimed delivery.</summary>
    public static ValueTask<bool> ReleaseAsync(this StoreUnderTest store, ClaimedDelivery claim)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(claim);
        return store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None);
    }

    /// <summary>Settles a claimed delivery as due again, with a plan of its own.</summary>
    public static async Task<bool> RetryAsync(
        this StoreUnderTest store, ClaimedDelivery claim, DateTimeOffset retryAt, DateTimeOffset dueAt, long plannedVersion)
    {
        ArgumentNullException.ThrowIfNull(store);
        var settlement = TestData.Settlement(claim, DeliveryStatus.Scheduled, store.Now, dueAt) with
        {
            RetryAt = retryAt,
            PlannedVersion = plannedVersion,
        };
        return (await store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored;
    }

    /// <summary>When a delivery is due.</summary>
    public static async Task<DateTimeOffset?> DueAtAsync(this StoreUnderTest store, Guid deliveryId)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (await store.FindAsync(deliveryId)).NextAttempt;
    }

    /// <summary>The retry time of a delivery, which shows as its due time when it is planned without a schedule.</summary>
    public static async Task<DateTimeOffset?> RetryAtAsync(this StoreUnderTest store, Guid deliveryId)
    {
        ArgumentNullException.ThrowIfNull(store);
        var delivery = await store.FindAsync(deliveryId);
        var current = await store.Subscriptions.FindAsync(delivery.SubscriptionId, CancellationToken.None);
        await store.ReplanAsync(current!, static retryAt => retryAt);
        return await store.DueAtAsync(deliveryId);
    }
}

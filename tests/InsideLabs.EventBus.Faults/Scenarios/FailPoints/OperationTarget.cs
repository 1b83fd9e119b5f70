using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Subscribing;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>What an operation has in the child.</summary>
/// <param name="Child">The host.</param>
/// <param name="Round">What it is done to.</param>
/// <param name="SubscriptionId">The round's subscription.</param>
/// <param name="Delivery">The delivery of the round's event to it.</param>
internal sealed record OperationTarget(ChildContext Child, Round Round, Guid SubscriptionId, Delivery Delivery)
{
    public IDeliveryStore Store => Child.Service<IDeliveryStore>();

    public DeliveryQueue Queue => Child.Service<DeliveryQueue>();

    public SubscriptionService Subscriptions => Child.Service<SubscriptionService>();

    /// <summary>From here on the fail points count.</summary>
    public void Arm() => Child.Service<FailPointTrigger>().Arm();

    /// <summary>Claims everything that is due, and so the delivery.</summary>
    /// <returns>The token of its claim.</returns>
    public async Task<long> ClaimAsync()
    {
        var claimed = await Store.ClaimAsync(new ClaimRequest(TimeProvider.System.GetUtcNow(), 1000, 1000), CancellationToken.None);
        return claimed.Deliveries.Single(d => d.Id == Delivery.Id).ClaimNo;
    }

    /// <summary>Claims the delivery, and settles it without having sent anything.</summary>
    public async Task SettleAsync(DeliveryStatus status, AttemptOutcome outcome)
    {
        var claimNo = await ClaimAsync();
        var now = TimeProvider.System.GetUtcNow();
        await Store.SettleAsync(
            new Settlement
            {
                DeliveryId = Delivery.Id,
                ClaimNo = claimNo,
                Status = status,
                Failures = outcome == AttemptOutcome.Success ? 0 : 1,
                RetryAt = now,
                DueAt = now,
                Attempt = new DeliveryAttempt
                {
                    Id = Guid.CreateVersion7(now),
                    DeliveryId = Delivery.Id,
                    OccurrenceId = Delivery.OccurrenceId,
                    SubscriptionId = Delivery.SubscriptionId,
                    Adapter = Delivery.Adapter,
                    Number = 1,
                    Outcome = outcome,
                    StartedAt = now,
                    Duration = TimeSpan.Zero,
                },
            },
            CancellationToken.None);
    }
}

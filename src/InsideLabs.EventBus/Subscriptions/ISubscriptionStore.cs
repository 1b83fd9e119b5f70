using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Keeps subscriptions. Every change gets the next number of one store-wide sequence, so that an index can catch up.</summary>
public interface ISubscriptionStore
{
    /// <summary>Gets a subscription, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lists subscriptions in ascending order of their ids.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken);

    /// <summary>Creates, replaces or deletes a subscription together with the effect on its queued deliveries.</summary>
    /// <remarks>
    /// Where <see cref="Subscription.InheritsConfig"/> is set, the config stored is the subscriber's as it is in the same transaction,
    /// whatever the write says.
    /// </remarks>
    /// <param name="write">The change.</param>
    /// <param name="cancellationToken">Gives up waiting; a change that was admitted happens all the same.</param>
    /// <returns>
    /// The subscription's new version, greater than every version before; or null when the subscription's version is not
    /// the expected one, and nothing was changed.
    /// </returns>
    /// <exception cref="ArgumentException"><see cref="QueueEffect.Replan"/> without <see cref="SubscriptionWrite.Replan"/>. Nothing was changed.</exception>
    /// <exception cref="EventBusConflictException">
    /// <see cref="ErrorCodes.ReferenceUnknown"/>: its resource type, action, origin or subscriber was deleted, or the subscriber has
    /// another adapter or no config to inherit any more. Nothing was changed.
    /// </exception>
    ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken);

    /// <summary>Reads what changed after a version, deletions included.</summary>
    /// <param name="sinceVersion">The version the reader has reached; 0 for a reader that knows nothing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken);
}

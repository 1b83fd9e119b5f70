using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>
/// Keeps what interactions and subscriptions refer to: resource types, actions, origins and subscribers. What is referred to
/// stays: a deletion looks for users in the same transaction, and what is stored meanwhile with a reference to something deleted
/// is refused (a commit answers that its references are gone, <see cref="ISubscriptionStore.SaveAsync"/> throws).
/// </summary>
public interface IReferenceStore
{
    /// <summary>Gets a resource type, action or origin, or null.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken);

    /// <summary>Gets a resource type, action or origin by its mnemonic, compared exactly, or null.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="mnemonic">Its mnemonic.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, string mnemonic, CancellationToken cancellationToken);

    /// <summary>Lists resource types, actions or origins in ascending order of their ids.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="limit">At most so many, 1 or more; null for all.</param>
    /// <param name="after">Only those with a greater id; null to begin at the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<ReferenceItem>> ListAsync(ReferenceKind kind, int? limit, Guid? after, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a resource type, action or origin. Of two calls at once with one mnemonic, one wins.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="item">Its new state.</param>
    /// <param name="isNew">Whether it must not exist; otherwise it must.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; whether it was written may be unknown, and writing again is safe.</exception>
    ValueTask<ReferenceResult> SaveAsync(ReferenceKind kind, ReferenceItem item, bool isNew, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a resource type, action or origin, unless a subscription that was not deleted names it or an interaction was ever
    /// recorded with it.
    /// </summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; deleting again is safe.</exception>
    ValueTask<ReferenceResult> DeleteAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken);

    /// <summary>Gets a subscriber, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Subscriber?> FindSubscriberAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lists subscribers in ascending order of their ids.</summary>
    /// <param name="limit">At most so many, 1 or more; null for all.</param>
    /// <param name="after">Only those with a greater id; null to begin at the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<Subscriber>> ListSubscribersAsync(int? limit, Guid? after, CancellationToken cancellationToken);

    /// <summary>
    /// Creates or replaces a subscriber. Subscriptions that inherit its config (<see cref="Subscription.InheritsConfig"/>) take the
    /// new one over in the same transaction, each as a change with a version of its own; those that have the same config and
    /// credentials already do not change. A change of the adapter, and taking the config away while a subscription inherits it, is
    /// <see cref="ReferenceResult.InUse"/> while subscriptions name the subscriber.
    /// </summary>
    /// <param name="subscriber">Its new state.</param>
    /// <param name="isNew">Whether it must not exist; otherwise it must.</param>
    /// <param name="changedAt">When it is changed, for <see cref="Subscription.UpdatedAt"/>.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; whether it was written may be unknown, and writing again is safe.</exception>
    ValueTask<ReferenceResult> SaveSubscriberAsync(Subscriber subscriber, bool isNew, DateTimeOffset changedAt, CancellationToken cancellationToken);

    /// <summary>Deletes a subscriber, unless a subscription that was not deleted names it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; deleting again is safe.</exception>
    ValueTask<ReferenceResult> DeleteSubscriberAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>What became of a change of reference data.</summary>
public enum ReferenceResult
{
    /// <summary>It was written or deleted.</summary>
    Done = 0,

    /// <summary>There is none with that id.</summary>
    NotFound = 1,

    /// <summary>The id is taken.</summary>
    IdTaken = 2,

    /// <summary>The mnemonic is taken by another one of the kind.</summary>
    MnemonicTaken = 3,

    /// <summary>Something refers to it.</summary>
    InUse = 4,
}

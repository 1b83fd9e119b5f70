using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>
/// Keeps occurrences, the queue of their deliveries, and the attempts. At-least-once rests on it: what was committed is
/// claimed until it is settled, and nobody settles a delivery that another has claimed since.
/// </summary>
public interface IDeliveryStore
{
    /// <summary>What an acknowledged commit survives.</summary>
    Durability Durability { get; }

    /// <summary>Stores occurrences with their deliveries, all or nothing; concurrent commits share their cost.</summary>
    /// <remarks>
    /// For each item: an id that is stored, or stands earlier in the commit, with the same content
    /// (<see cref="Occurrence.HasSameContent"/>) is a duplicate and changes nothing; with other content it is a conflict and the whole
    /// commit stores nothing. If something is new and subscriptions changed after <see cref="OccurrenceCommit.MatchedVersion"/>,
    /// the commit is stale and stores nothing. A conflict comes before stale: no new match can cure it.
    /// </remarks>
    /// <param name="commit">What to store.</param>
    /// <param name="cancellationToken">Gives up before the commit is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; whether the commit happened may be unknown.</exception>
    ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes deliveries that are due, not held and not claimed. A handler delivery whose process died before
    /// (<see cref="Delivery.Crashes"/>) is claimed while no other handler delivery is, and keeps the others waiting.
    /// </summary>
    /// <param name="request">How many, and of what.</param>
    /// <param name="cancellationToken">Gives up; nothing is claimed then.</param>
    /// <exception cref="EventBusStoreException">The store failed; nothing is claimed.</exception>
    ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Writes the outcome of an attempt: state and audit entry in one transaction.</summary>
    /// <remarks>
    /// A delivery whose subscription was deleted meanwhile is cancelled instead of rescheduled, and one whose subscription was
    /// held is held. When the token is no longer the delivery's, the attempt is recorded as <see cref="AttemptOutcome.Stale"/> and
    /// nothing else changes; settling the same attempt again returns false and records nothing.
    /// </remarks>
    /// <param name="settlement">The outcome.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether the settlement took effect; false when it was stale.</returns>
    /// <exception cref="EventBusStoreException">The store failed; the claim stays, and settling again is safe.</exception>
    ValueTask<bool> SettleAsync(Settlement settlement, CancellationToken cancellationToken);

    /// <summary>Gives a claimed delivery back untried: no counter changes and it is due as before.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="claimNo">The token of the claim.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether the claim was still the caller's.</returns>
    ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken);

    /// <summary>Gets an occurrence, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gets a delivery, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lists deliveries in ascending order of their ids.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists attempts, newest first (descending order of their ids).</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts the queue.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken);
}

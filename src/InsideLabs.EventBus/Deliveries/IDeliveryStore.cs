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
    /// the commit is stale and stores nothing. A conflict comes before stale: no new match can cure it. An interaction is stored with
    /// the next number of one store-wide sequence, ascending in the order of the commits and never used again, and only while its
    /// resource type, action and origin exist (<see cref="CommitResult.MissingReferences"/>, judged after stale).
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
    /// A delivery that was cancelled meanwhile, or whose subscription was deleted, ends as cancelled unless it was delivered, and
    /// one whose subscription was held is held. An attempt that failed (<see cref="AttemptOutcome.Failure"/>,
    /// <see cref="AttemptOutcome.Dead"/>) adds to the failure streak of its subscription, and a success ends it. When the token is no
    /// longer the delivery's, the attempt is recorded as <see cref="AttemptOutcome.Stale"/> and nothing else changes; settling the
    /// same attempt again returns false and records nothing. A stale attempt is not recorded when its delivery was purged and no
    /// other attempt of it is left.
    /// </remarks>
    /// <param name="settlement">The outcome.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether the settlement took effect, and how long its subscription has been failing.</returns>
    /// <exception cref="EventBusStoreException">The store failed; the claim stays, and settling again is safe.</exception>
    ValueTask<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken);

    /// <summary>Gives a claimed delivery back untried: no counter changes and it is due as before, unless it was cancelled meanwhile.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="claimNo">The token of the claim.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether the claim was still the caller's.</returns>
    ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken);

    /// <summary>Gives a claimed delivery back untried, to be due later: no counter and no retry time changes, unless it was cancelled meanwhile.</summary>
    /// <param name="deferral">Which one, and until when.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>Whether the claim was still the caller's.</returns>
    /// <exception cref="EventBusStoreException">The store failed; the claim stays, and deferring again is safe.</exception>
    ValueTask<bool> DeferAsync(Deferral deferral, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules a dead delivery again with a fresh retry ladder: failures and crashes begin at 0, the numbers of its attempts go
    /// on, the last error stays. Where its subscription is held it is held too. Of two calls at once one wins.
    /// </summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="retryAt">The earliest time of the next attempt.</param>
    /// <param name="dueAt"><paramref name="retryAt"/>, moved into the subscription's delivery window.</param>
    /// <param name="plannedVersion">
    /// The version of the subscription that <paramref name="dueAt"/> was worked out with; when it was changed since, the delivery
    /// is due at <paramref name="retryAt"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; whether it restarted may be unknown.</exception>
    ValueTask<RestartResult> RestartAsync(
        Guid deliveryId,
        DateTimeOffset retryAt,
        DateTimeOffset dueAt,
        long plannedVersion,
        CancellationToken cancellationToken);

    /// <summary>Cancels a delivery for good, unless it was delivered. Cancelling it again changes nothing.</summary>
    /// <remarks>
    /// One that is being sent shows as cancelled at once, and stays so when the process dies. When the send ends its attempt is
    /// recorded as it went: a success makes the delivery delivered after all, anything else leaves it cancelled.
    /// </remarks>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <exception cref="EventBusStoreException">The store failed; whether it is cancelled may be unknown, and cancelling again is safe.</exception>
    ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes deliveries that ended long ago, those with smaller ids first. Their attempts stay listed with all they tell, and
    /// their occurrences stay known: publishing one again is a duplicate as before. One that was cancelled while it was being sent
    /// stays until its send has ended.
    /// </summary>
    /// <remarks>
    /// The ids of deliveries are UUIDv7. A store may leave out what, by its id, was created two days or more after
    /// <see cref="PurgeRequest.CompletedBefore"/>: it cannot have ended before.
    /// </remarks>
    /// <param name="request">Which ones, and how many.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>How many were removed; fewer than <see cref="PurgeRequest.Max"/> when no more are left.</returns>
    /// <exception cref="ArgumentException">The status is none that a delivery ends with, or the most is less than 1.</exception>
    /// <exception cref="EventBusStoreException">The store failed; purging again is safe.</exception>
    ValueTask<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken);

    /// <summary>The smallest id of what <see cref="PurgeAsync"/> would remove; null when that is nothing.</summary>
    /// <param name="status">As in <see cref="PurgeRequest.Status"/>.</param>
    /// <param name="completedBefore">As in <see cref="PurgeRequest.CompletedBefore"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The status is none that a delivery ends with.</exception>
    ValueTask<Guid?> FindOldestAsync(DeliveryStatus status, DateTimeOffset completedBefore, CancellationToken cancellationToken);

    /// <summary>Removes attempts with small ids, which are the oldest ones, smallest first.</summary>
    /// <param name="below">Only those with smaller ids than this.</param>
    /// <param name="max">At most so many, 1 or more.</param>
    /// <param name="cancellationToken">Gives up before the write is admitted; afterwards it is ignored.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> when no more are left.</returns>
    /// <exception cref="ArgumentException"><paramref name="max"/> is less than 1.</exception>
    /// <exception cref="EventBusStoreException">The store failed; purging again is safe.</exception>
    ValueTask<int> PurgeAttemptsAsync(Guid below, int max, CancellationToken cancellationToken);

    /// <summary>The smallest id of an attempt; null when there is none.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<Guid?> FindOldestAttemptAsync(CancellationToken cancellationToken);

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

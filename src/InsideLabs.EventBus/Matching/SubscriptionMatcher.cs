using System.Security.Cryptography;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Holds the newest snapshot that this process knows. Readers take it without a lock; changes replace it whole. It begins with
/// nothing at version 0: the first commit is answered as stale, with everything there is.
/// </summary>
/// <param name="store">Where changes are read from.</param>
internal sealed class SubscriptionMatcher(ISubscriptionStore store)
{
    private readonly Lock _gate = new();
    private volatile SubscriptionSnapshot _current =
        new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>The newest snapshot.</summary>
    public SubscriptionSnapshot Current => _current;

    /// <summary>Takes changes in. Those that are not newer than what is held are ignored, so applying them again is safe.</summary>
    /// <param name="changes">
    /// All that changed since a version this matcher had reached, as the store reports it: a gap would go unnoticed.
    /// </param>
    /// <returns>The newest snapshot, which may be newer than the changes.</returns>
    public SubscriptionSnapshot Apply(SubscriptionChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_gate)
        {
            return _current = _current.Apply(changes);
        }
    }

    /// <summary>Makes sure that a version is reached, reading changes from the store if need be.</summary>
    /// <param name="version">The version to reach.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A snapshot of that version or a newer one.</returns>
    /// <exception cref="EventBusStoreException">The store failed, or does not know a version that it gave itself.</exception>
    public async ValueTask<SubscriptionSnapshot> CatchUpAsync(long version, CancellationToken cancellationToken)
    {
        var current = _current;
        if (current.Version >= version)
        {
            return current;
        }

        var changes = await store.ReadChangesAsync(current.Version, cancellationToken).ConfigureAwait(false);
        current = Apply(changes);
        return current.Version >= version
            ? current
            : throw new EventBusStoreException(
                ErrorCodes.StoreUnavailable,
                $"The store reports changes up to version {changes.Version}, but version {version} was asked for. "
                + "Try again; if it stays, the store is not the one that gave that version.");
    }
}

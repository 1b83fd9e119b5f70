using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.InMemory;

/// <content>What interactions and subscriptions refer to.</content>
internal sealed partial class InMemoryStore : IReferenceStore
{
    private readonly ReferenceTables _references = new();
    private readonly SubscriberTable _subscribers = new();

    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken) =>
        Run(() => _references.Of(kind).Find(id), cancellationToken);

    public ValueTask<ReferenceItem?> FindAsync(ReferenceKind kind, string mnemonic, CancellationToken cancellationToken) =>
        Run(() => _references.Of(kind).Find(mnemonic), cancellationToken);

    public ValueTask<IReadOnlyList<ReferenceItem>> ListAsync(
        ReferenceKind kind,
        int? limit,
        Guid? after,
        CancellationToken cancellationToken) => Run(() => _references.Of(kind).List(limit, after), cancellationToken);

    public ValueTask<ReferenceResult> SaveAsync(
        ReferenceKind kind,
        ReferenceItem item,
        bool isNew,
        CancellationToken cancellationToken) => Run(() => _references.Of(kind).Save(item, isNew), cancellationToken);

    public ValueTask<ReferenceResult> DeleteAsync(ReferenceKind kind, Guid id, CancellationToken cancellationToken) => Run(
        () =>
        {
            var items = _references.Of(kind);
            if (items.Find(id) is null)
            {
                return ReferenceResult.NotFound;
            }

            if (items.WasRecorded(id) || _subscriptions.Any(s => ReferenceTables.Names(s.Match.Interaction, kind, id)))
            {
                return ReferenceResult.InUse;
            }

            items.Remove(id);
            return ReferenceResult.Done;
        },
        cancellationToken);

    public ValueTask<Subscriber?> FindSubscriberAsync(Guid id, CancellationToken cancellationToken) =>
        Run(() => _subscribers.Find(id), cancellationToken);

    public ValueTask<IReadOnlyList<Subscriber>> ListSubscribersAsync(int? limit, Guid? after, CancellationToken cancellationToken) =>
        Run(() => _subscribers.List(limit, after), cancellationToken);

    public ValueTask<ReferenceResult> SaveSubscriberAsync(
        Subscriber subscriber,
        bool isNew,
        DateTimeOffset changedAt,
        CancellationToken cancellationToken) => Run(
        () =>
        {
            var known = _subscribers.Find(subscriber.Id);
            if (isNew != known is null)
            {
                return isNew ? ReferenceResult.IdTaken : ReferenceResult.NotFound;
            }

            if (known is not null && IsNeededAsItIs(known, subscriber))
            {
                return ReferenceResult.InUse;
            }

            _subscribers.Put(subscriber);
            _subscriptions.HandDown(subscriber, changedAt);
            return ReferenceResult.Done;
        },
        cancellationToken);

    public ValueTask<ReferenceResult> DeleteSubscriberAsync(Guid id, CancellationToken cancellationToken) => Run(
        () =>
        {
            if (_subscribers.Find(id) is null)
            {
                return ReferenceResult.NotFound;
            }

            if (_subscriptions.Any(s => s.SubscriberId == id))
            {
                return ReferenceResult.InUse;
            }

            _subscribers.Remove(id);
            return ReferenceResult.Done;
        },
        cancellationToken);

    /// <summary>Whether a subscription relies on what a change of its subscriber would take away.</summary>
    private bool IsNeededAsItIs(Subscriber known, Subscriber changed) =>
        (!string.Equals(known.Adapter, changed.Adapter, StringComparison.Ordinal) && _subscriptions.Any(s => s.SubscriberId == known.Id))
        || (changed.Config is null && _subscriptions.Any(s => s.InheritsConfig && s.SubscriberId == known.Id));

    /// <summary>The subscription as it is to be stored, with the config that it inherits.</summary>
    /// <exception cref="EventBusConflictException">It refers to something that does not exist.</exception>
    private Subscription Complete(Subscription subscription)
    {
        if (subscription.Match.Interaction is { } match && !_references.Hold(match))
        {
            throw new EventBusConflictException(
                ErrorCodes.ReferenceUnknown,
                $"The resource type, action or origin of the subscription {subscription.Id} was deleted. Name one that exists.");
        }

        return _subscribers.Complete(subscription) ?? throw new EventBusConflictException(
            ErrorCodes.ReferenceUnknown,
            $"The subscriber {subscription.SubscriberId} of the subscription {subscription.Id} was deleted, or has another adapter "
            + $"than '{subscription.Adapter}' or no config to inherit. Look at the subscriber and subscribe again.");
    }
}

using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Configuring;

/// <summary>
/// The one door to subscribers. Subscriptions that inherit a subscriber's config take a new one over with its change. Credentials
/// that are written out in a config are stored encrypted and shown as <c>***</c>.
/// </summary>
public sealed class SubscriberService
{
    private readonly IReferenceStore _store;
    private readonly SubscriberComposer _composer;
    private readonly UuidGenerator _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<SubscriberService> _logger;

    internal SubscriberService(
        IReferenceStore store,
        SubscriberComposer composer,
        UuidGenerator ids,
        TimeProvider time,
        ILogger<SubscriberService> logger) =>
        (_store, _composer, _ids, _time, _logger) = (store, composer, ids, time, logger);

    /// <summary>Creates a subscriber.</summary>
    /// <param name="draft">What it shall be; name and adapter are required.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the id.</exception>
    public ValueTask<Subscriber> CreateAsync(SubscriberDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return CreateAsync(draft, [], cancellationToken);
    }

    /// <summary>Creates a subscriber from its JSON form, as the HTTP API receives it.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceTaken"/>: the id.</exception>
    public ValueTask<Subscriber> CreateAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return CreateAsync(SubscriberDraftReader.Read(utf8Json, isUpdate: false, faults), faults, cancellationToken);
    }

    /// <summary>Gets a subscriber, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<Subscriber?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _store.FindSubscriberAsync(id, cancellationToken);

    /// <summary>Lists subscribers in ascending order of their ids.</summary>
    /// <param name="limit">At most so many, 1 or more; null for all.</param>
    /// <param name="after">Only those with a greater id; null to begin at the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<IReadOnlyList<Subscriber>> ListAsync(int? limit = null, Guid? after = null, CancellationToken cancellationToken = default) =>
        _store.ListSubscribersAsync(limit, after, cancellationToken);

    /// <summary>Changes a subscriber: what the draft does not name stays.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What to replace.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscriber.</exception>
    /// <exception cref="EventBusConflictException">
    /// <see cref="ErrorCodes.ReferenceInUse"/>: subscriptions name it, so it keeps its adapter; or inherit its config, so it keeps one.
    /// </exception>
    public ValueTask<Subscriber> UpdateAsync(Guid id, SubscriberDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return UpdateAsync(id, draft, [], cancellationToken);
    }

    /// <summary>Changes a subscriber by its JSON form: an absent property stays, a present one replaces.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscriber.</exception>
    /// <exception cref="EventBusConflictException">
    /// <see cref="ErrorCodes.ReferenceInUse"/>: subscriptions name it, so it keeps its adapter; or inherit its config, so it keeps one.
    /// </exception>
    public ValueTask<Subscriber> UpdateAsync(Guid id, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return UpdateAsync(id, SubscriberDraftReader.Read(utf8Json, isUpdate: true, faults), faults, cancellationToken);
    }

    /// <summary>Deletes a subscriber that no subscription names.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscriber.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.ReferenceInUse"/>: a subscription names it.</exception>
    public async ValueTask DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        switch (await _store.DeleteSubscriberAsync(id, cancellationToken).ConfigureAwait(false))
        {
            case ReferenceResult.NotFound:
                throw Missing(id);
            case ReferenceResult.InUse:
                throw new EventBusConflictException(ErrorCodes.ReferenceInUse, $"The subscriber {id} is in use: a subscription names it.");
            default:
                Log.SubscriberChanged(_logger, id, "deleted");
                break;
        }
    }

    private async ValueTask<Subscriber> CreateAsync(SubscriberDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        var subscriber = _composer.Create(draft.Id ?? _ids.Next(), draft, faults);
        await SaveAsync(subscriber, isNew: true, cancellationToken).ConfigureAwait(false);
        return subscriber;
    }

    private async ValueTask<Subscriber> UpdateAsync(Guid id, SubscriberDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        if (await _store.FindSubscriberAsync(id, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            // Nothing tells what else would be wrong with the draft.
            faults.ThrowIfAny();
            throw Missing(id);
        }

        var subscriber = _composer.Update(stored, draft, faults);
        if (subscriber != stored)
        {
            await SaveAsync(subscriber, isNew: false, cancellationToken).ConfigureAwait(false);
        }

        return subscriber;
    }

    private async ValueTask SaveAsync(Subscriber subscriber, bool isNew, CancellationToken cancellationToken)
    {
        switch (await _store.SaveSubscriberAsync(subscriber, isNew, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            case ReferenceResult.NotFound:
                throw Missing(subscriber.Id);
            case ReferenceResult.IdTaken:
                throw new EventBusConflictException(
                    ErrorCodes.ReferenceTaken, $"There is a subscriber with the id {subscriber.Id} already: change it, or leave 'id' out.");
            case ReferenceResult.InUse:
                throw new EventBusConflictException(
                    ErrorCodes.ReferenceInUse,
                    $"The subscriber {subscriber.Id} is in use: while subscriptions name it, it keeps its adapter, and while they inherit its config, it keeps one.");
            default:
                Log.SubscriberChanged(_logger, subscriber.Id, isNew ? "created" : "changed");
                break;
        }
    }

    private static EventBusNotFoundException Missing(Guid id) => new($"There is no subscriber {id}.");
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// The one door to subscriptions: everything that is created or changed is validated here, every fault is told at once, and
/// each change is stored together with its effect on what is queued. A publish that starts after a change has returned sees it.
/// </summary>
public sealed class SubscriptionService
{
    private const int SecretSample = 100;

    private readonly ISubscriptionStore _store;
    private readonly SubscriptionComposer _composer;
    private readonly SigningSecretVault _secrets;
    private readonly CredentialVault _credentials;
    private readonly DeliverySignal _signal;
    private readonly UuidGenerator _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<SubscriptionService> _logger;

    internal SubscriptionService(
        ISubscriptionStore store,
        SubscriptionComposer composer,
        SigningSecretVault secrets,
        CredentialVault credentials,
        DeliverySignal signal,
        UuidGenerator ids,
        TimeProvider time,
        ILogger<SubscriptionService> logger)
    {
        (_store, _composer, _secrets, _credentials) = (store, composer, secrets, credentials);
        (_signal, _ids, _time, _logger) = (signal, ids, time, logger);
    }

    /// <summary>Creates a subscription.</summary>
    /// <param name="draft">What it shall be; event types and config are required.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    public ValueTask<CreatedSubscription> CreateAsync(SubscriptionDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return CreateAsync(_ids.Next(), draft, [], cancellationToken);
    }

    /// <summary>Creates a subscription from its JSON form, as the HTTP API receives it.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    public ValueTask<CreatedSubscription> CreateAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return CreateAsync(_ids.Next(), DraftReader.Read(utf8Json, isUpdate: false, faults), faults, cancellationToken);
    }

    /// <summary>Gets a subscription, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _store.FindAsync(id, cancellationToken);

    /// <summary>Lists subscriptions in ascending order of their ids.</summary>
    /// <param name="filter">Which ones; all when null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _store.ListAsync(filter ?? SubscriptionFilter.All, cancellationToken);

    /// <summary>Changes a subscription: what the draft does not name stays.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What to replace.</param>
    /// <param name="ifVersion">The version it must have, or null to change it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public ValueTask<Subscription> UpdateAsync(
        Guid id,
        SubscriptionDraft draft,
        long? ifVersion = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return UpdateAsync(id, draft, [], ifVersion, cancellationToken);
    }

    /// <summary>Changes a subscription by its JSON form: an absent property stays, a present one replaces.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="ifVersion">The version it must have, or null to change it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public ValueTask<Subscription> UpdateAsync(
        Guid id,
        ReadOnlyMemory<byte> utf8Json,
        long? ifVersion = null,
        CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        return UpdateAsync(id, DraftReader.Read(utf8Json, isUpdate: true, faults), faults, ifVersion, cancellationToken);
    }

    /// <summary>
    /// Changes a subscription by its JSON form, and tells the signing secret where the change had to make one: when its adapter signs
    /// now, and no secret was ever given or made before.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="ifVersion">The version it must have, or null to change it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">The JSON was refused; every fault is named.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public async ValueTask<UpdatedSubscription> UpdateAndRevealAsync(
        Guid id,
        ReadOnlyMemory<byte> utf8Json,
        long? ifVersion = null,
        CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        string? secret = null;
        var draft = DraftReader.Read(utf8Json, isUpdate: true, faults);
        var updated = await UpdateAsync(id, draft, faults, ifVersion, cancellationToken, made => secret = made).ConfigureAwait(false);
        return new UpdatedSubscription(updated, secret);
    }

    /// <summary>Pauses a subscription: nothing new matches, what is queued is held. Does nothing when it is not active.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ifVersion">The version it must have, or null to pause it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public ValueTask<Subscription> PauseAsync(Guid id, long? ifVersion = null, CancellationToken cancellationToken = default) =>
        StopAsync(id, SubscriptionStatus.Paused, ifVersion, cancellationToken);

    /// <summary>Resumes a paused or disabled subscription: what was held is released. What happened meanwhile is not made up for.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ifVersion">The version it must have, or null to resume it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public async ValueTask<Subscription> ResumeAsync(Guid id, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        var resumed = await ChangeAsync(
            id,
            stored => stored.Status == SubscriptionStatus.Active ? stored : stored with { Status = SubscriptionStatus.Active },
            QueueEffect.Release,
            ifVersion,
            cancellationToken).ConfigureAwait(false);
        _signal.Set();
        return resumed;
    }

    /// <summary>Deletes a subscription: what is queued is cancelled.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ifVersion">The version it must have, or null to delete it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public async ValueTask DeleteAsync(Guid id, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        await ChangeAsync(id, static _ => null, QueueEffect.Cancel, ifVersion, cancellationToken).ConfigureAwait(false);
        Log.SubscriptionDeleted(_logger, id);
    }

    /// <summary>Gives a subscription a new signing secret; the old one signs too for 24 hours.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ifVersion">The version it must have, or null to rotate whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusValidationException">Its adapter does not sign.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public async ValueTask<RotatedSecret> RotateSecretAsync(Guid id, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        var secret = WebhookSecret.Generate();
        var now = _time.GetUtcNow();
        await ChangeAsync(
            id,
            stored => stored.SigningSecrets is null
                ? throw new EventBusValidationException(
                    "config.adapter", ErrorCodes.ConfigInvalid, $"'{stored.Adapter}' does not sign, so there is no secret to rotate.")
                : stored with { SigningSecrets = _secrets.Rotate(id, stored.SigningSecrets, secret, now) },
            QueueEffect.None,
            ifVersion,
            cancellationToken).ConfigureAwait(false);
        return new RotatedSecret(secret.Reveal(), now + SigningSecretVault.RotationOverlap);
    }

    /// <summary>Stops a subscription whose endpoint is gone.</summary>
    internal async ValueTask DisableAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await StopAsync(id, SubscriptionStatus.Disabled, ifVersion: null, cancellationToken).ConfigureAwait(false);
            Log.SubscriptionDisabled(_logger, id);
        }
        catch (EventBusNotFoundException)
        {
            // It was deleted meanwhile, which stops it as well.
        }
    }

    /// <summary>
    /// Says so at start when stored secrets cannot be read, because the key changed or was lost, instead of letting one delivery
    /// after the other fail. It looks at a sample, since there may be millions.
    /// </summary>
    internal async ValueTask LookAtSecretsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Subscription> sample;
        try
        {
            sample = await _store.ListAsync(new SubscriptionFilter { Limit = SecretSample }, cancellationToken).ConfigureAwait(false);
        }
        catch (EventBusStoreException)
        {
            // A look is no reason to fail the start: who needs the store will say so.
            return;
        }

        var unreadable = new List<(Guid Id, EventBusException Why)>();
        foreach (var subscription in sample)
        {
            try
            {
                _secrets.Open(subscription, _time.GetUtcNow());
                _credentials.Open(subscription.ConfigCredentials, CredentialVault.LocationOf(subscription));
            }
            catch (EventBusException e)
            {
                unreadable.Add((subscription.Id, e));
            }
        }

        if (unreadable is [var (id, why), ..])
        {
            Log.SecretsUnreadable(_logger, why, unreadable.Count, sample.Count, id);
        }
    }

    /// <summary>Makes sure that the subscription of a durable handler exists and listens to the handler's pattern.</summary>
    internal async ValueTask EnsureAsync(Guid id, SubscriptionDraft draft, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            await CreateAsync(id, draft, [], cancellationToken).ConfigureAwait(false);
        }
        else if (!stored.Match.EventTypes.Select(p => p.Value).SequenceEqual(draft.EventTypes!, StringComparer.Ordinal))
        {
            await UpdateAsync(id, draft, ifVersion: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<CreatedSubscription> CreateAsync(
        Guid id,
        SubscriptionDraft draft,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        var (subscription, secret) = await _composer.CreateAsync(id, draft, faults, cancellationToken).ConfigureAwait(false);
        var write = new SubscriptionWrite(id, subscription, ExpectedVersion: 0, QueueEffect.None);
        if (await _store.SaveAsync(write, cancellationToken).ConfigureAwait(false) is not { } version)
        {
            throw new EventBusConflictException(ErrorCodes.VersionConflict, $"The subscription {id} exists already.");
        }

        Log.SubscriptionCreated(_logger, id, subscription.Adapter, subscription.Match.EventTypes.Length);
        return new CreatedSubscription(subscription with { Version = version }, secret?.Reveal());
    }

    private async ValueTask<Subscription> UpdateAsync(
        Guid id,
        SubscriptionDraft draft,
        FaultList faults,
        long? ifVersion,
        CancellationToken cancellationToken,
        Action<string?>? reveal = null)
    {
        if (faults.Count > 0 && await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
        {
            // Nothing tells what else would be wrong with it.
            faults.ThrowIfAny();
        }

        return await ChangeAsync(
            id,
            async stored =>
            {
                var (changed, secret) = await _composer.UpdateAsync(stored, draft, [.. faults], cancellationToken).ConfigureAwait(false);
                reveal?.Invoke(secret?.Reveal());
                return changed;
            },
            QueueEffect.None,
            ifVersion,
            cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<Subscription> StopAsync(Guid id, SubscriptionStatus status, long? ifVersion, CancellationToken cancellationToken) => ChangeAsync(
        id,
        stored => stored.Status == SubscriptionStatus.Active ? stored with { Status = status } : stored,
        QueueEffect.Hold,
        ifVersion,
        cancellationToken)!;

    /// <summary>Reads, changes and writes back; begins again when somebody else was faster and the caller named no version.</summary>
    private ValueTask<Subscription> ChangeAsync(
        Guid id,
        Func<Subscription, Subscription?> change,
        QueueEffect effect,
        long? ifVersion,
        CancellationToken cancellationToken) =>
        ChangeAsync(id, stored => ValueTask.FromResult(change(stored)), effect, ifVersion, cancellationToken);

    /// <inheritdoc cref="ChangeAsync(Guid, Func{Subscription, Subscription?}, QueueEffect, long?, CancellationToken)"/>
    private async ValueTask<Subscription> ChangeAsync(
        Guid id,
        Func<Subscription, ValueTask<Subscription?>> change,
        QueueEffect effect,
        long? ifVersion,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await _store.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw new EventBusNotFoundException($"There is no subscription {id}.");
            if (ifVersion is { } expected && expected != stored.Version)
            {
                throw new EventBusConflictException(
                    ErrorCodes.VersionConflict,
                    $"The subscription {id} has version {stored.Version}, not {expected}: read it again and repeat the change.");
            }

            var changed = await change(stored).ConfigureAwait(false);
            if (ReferenceEquals(changed, stored))
            {
                return stored;
            }

            changed = changed is null ? null : changed with { UpdatedAt = _time.GetUtcNow() };
            var write = new SubscriptionWrite(id, changed, stored.Version, effect);
            if (await _store.SaveAsync(write, cancellationToken).ConfigureAwait(false) is { } version)
            {
                return (changed ?? stored) with { Version = version };
            }
        }
    }
}

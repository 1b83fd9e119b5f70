using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Scheduling;
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
    private const int MostOpenings = 1000;

    private readonly ISubscriptionStore _store;
    private readonly SubscriptionComposer _composer;
    private readonly SigningSecretVault _secrets;
    private readonly ScheduleEvaluator _schedules;
    private readonly SubscriptionMatcher _matcher;
    private readonly DeliverySignal _signal;
    private readonly UuidGenerator _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<SubscriptionService> _logger;

    internal SubscriptionService(
        ISubscriptionStore store,
        SubscriptionComposer composer,
        SigningSecretVault secrets,
        ScheduleEvaluator schedules,
        SubscriptionMatcher matcher,
        DeliverySignal signal,
        UuidGenerator ids,
        TimeProvider time,
        ILogger<SubscriptionService> logger)
    {
        (_store, _composer, _secrets, _schedules, _matcher) = (store, composer, secrets, schedules, matcher);
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
        ChangeAsync(
            id,
            static stored => stored.Status == SubscriptionStatus.Active ? stored with { Status = SubscriptionStatus.Paused } : stored,
            QueueEffect.Hold,
            ifVersion,
            cancellationToken)!;

    /// <summary>Resumes a paused or disabled subscription: what was held is released. What happened meanwhile is not made up for.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ifVersion">The version it must have, or null to resume it whatever it is.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    /// <exception cref="EventBusConflictException"><see cref="ErrorCodes.VersionConflict"/>.</exception>
    public async ValueTask<Subscription> ResumeAsync(Guid id, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        return (await ChangeAsync(
            id,
            static stored => stored.Status == SubscriptionStatus.Active ? stored : stored with { Status = SubscriptionStatus.Active },
            QueueEffect.Release,
            ifVersion,
            cancellationToken).ConfigureAwait(false))!;
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

    /// <summary>Says when a subscription may be delivered to, from an instant on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="from">The instant; null for now. The first opening begins here when it is open here.</param>
    /// <param name="count">At most so many openings. Range: 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The openings, each as long as it lasts; one without an end when there is no schedule, none when it never opens. A schedule whose
    /// time zone this machine cannot resolve counts as none.
    /// </returns>
    /// <exception cref="EventBusValidationException">The count is out of range.</exception>
    /// <exception cref="EventBusNotFoundException">There is no such subscription.</exception>
    public async ValueTask<IReadOnlyList<DeliveryOpening>> PreviewScheduleAsync(
        Guid id,
        DateTimeOffset? from = null,
        int count = 10,
        CancellationToken cancellationToken = default)
    {
        if (count is < 1 or > MostOpenings)
        {
            throw new EventBusValidationException("count", ErrorCodes.ParameterInvalid, $"{count} is out of range: give a number from 1 to {MostOpenings}.");
        }

        var stored = await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NotFound(id);
        return [.. _schedules.Openings(stored.DeliverySchedule, from ?? _time.GetUtcNow()).Take(count)];
    }

    /// <summary>Stops a subscription whose endpoint is gone, or has been failing for too long.</summary>
    internal async ValueTask DisableAsync(Guid id, FailureStreak? streak, CancellationToken cancellationToken)
    {
        try
        {
            var isNews = false;
            await ChangeAsync(id, Stop, QueueEffect.Hold, ifVersion: null, cancellationToken).ConfigureAwait(false);
            if (!isNews)
            {
                return;
            }

            if (streak is { } failing)
            {
                Log.SubscriptionFailing(_logger, id, failing.Failures, failing.Since);
            }
            else
            {
                Log.SubscriptionDisabled(_logger, id);
            }

            Subscription? Stop(Subscription stored)
            {
                isNews = stored.Status == SubscriptionStatus.Active;
                return isNews ? stored with { Status = SubscriptionStatus.Disabled } : stored;
            }
        }
        catch (EventBusNotFoundException)
        {
            // It was deleted meanwhile, which stops it as well.
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
                ?? throw NotFound(id);
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
            if (changed is not null && !Equals(changed.DeliverySchedule, stored.DeliverySchedule))
            {
                write = write with { Effect = QueueEffect.Replan, Replan = at => _schedules.Evaluate(changed.DeliverySchedule, at).DueAt };
            }

            if (await _store.SaveAsync(write, cancellationToken).ConfigureAwait(false) is { } version)
            {
                await SpreadAsync(write.Effect, version).ConfigureAwait(false);
                return (changed ?? stored) with { Version = version };
            }
        }
    }

    /// <summary>
    /// Lets the workers of this process see a change before it returns: a claim made before it must not start a send after it. Other
    /// nodes see it with their next claim.
    /// </summary>
    private async ValueTask SpreadAsync(QueueEffect effect, long version)
    {
        if (effect == QueueEffect.None)
        {
            return;
        }

        try
        {
            await _matcher.CatchUpAsync(version, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EventBusStoreException)
        {
            // The change has happened all the same, and every later claim brings its version along.
        }

        // What is due earlier now, or had to wait for what was cancelled, may go.
        _signal.Set();
    }

    private static EventBusNotFoundException NotFound(Guid id) => new($"There is no subscription {id}.");
}

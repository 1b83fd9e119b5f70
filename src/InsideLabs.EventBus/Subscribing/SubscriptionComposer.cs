using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Makes a subscription out of a draft: a new one, or the next state of a stored one. Collects every fault before it refuses.</summary>
internal sealed class SubscriptionComposer(
    MatchReader matches,
    ConfigValidator configs,
    CredentialVault credentials,
    SigningSecretVault secrets,
    IReferenceStore references,
    TimeProvider time)
{
    private static readonly byte[] EmptyConfig = "{}"u8.ToArray();

    /// <summary>A subscription and the signing secret to show once; null when there is none, or its owner knows it already.</summary>
    internal readonly record struct Composed(Subscription Subscription, WebhookSecret? Secret);

    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    public async ValueTask<Composed> CreateAsync(Guid id, SubscriptionDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        var match = faults.Names("eventTypes") ? null : await matches.ReadAsync(draft, faults, cancellationToken).ConfigureAwait(false);
        var subscriber = await FindSubscriberAsync(draft.SubscriberId, faults, cancellationToken).ConfigureAwait(false);
        var target = ReadTarget(draft.Config, subscriber, stored: null, faults);
        CheckTogether(match, target, faults);
        var labels = Labels.Normalize(draft.Labels ?? [], faults);
        var schedule = DeliveryScheduleReader.Read(draft.DeliverySchedule, faults);
        var delays = RetryDelayReader.Read(draft.RetryDelays, faults);
        faults.ThrowIfAny();

        var now = time.GetUtcNow();
        var secret = target!.Adapter.Signs ? target.Secret ?? WebhookSecret.Generate() : null;
        var subscription = new Subscription
        {
            Id = id,
            Match = match!,
            SubscriberId = draft.SubscriberId,
            Adapter = target.Adapter.Name,
            Config = target.Config,
            SigningSecrets = secret is null ? null : secrets.Store(id, secret),
            Labels = labels,
            DeliverySchedule = schedule,
            RetryDelays = delays,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new Composed(WithConfig(subscription, target), secret);
    }

    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    public async ValueTask<Composed> UpdateAsync(Subscription stored, SubscriptionDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        var match = faults.Names("eventTypes")
            ? null
            : await matches.ReadAsync(stored.Match, draft, faults, cancellationToken).ConfigureAwait(false);
        var target = await ReadTargetAsync(stored, draft, faults, cancellationToken).ConfigureAwait(false);
        CheckTogether(match, target, faults);
        var labels = Labels.Normalize(draft.Labels ?? [], faults);
        var schedule = DeliveryScheduleReader.Read(draft.DeliverySchedule, faults);
        var delays = RetryDelayReader.Read(draft.RetryDelays, faults);
        faults.ThrowIfAny();
        var changed = stored with
        {
            Match = match!,
            SubscriberId = draft.Has(nameof(draft.SubscriberId)) ? draft.SubscriberId : stored.SubscriberId,
            Labels = draft.Has(nameof(draft.Labels)) ? labels : stored.Labels,
            DeliverySchedule = draft.Has(nameof(draft.DeliverySchedule)) ? schedule : stored.DeliverySchedule,
            RetryDelays = draft.Has(nameof(draft.RetryDelays)) ? delays : stored.RetryDelays,
        };
        if (target is null)
        {
            return new Composed(changed, Secret: null);
        }

        var (signing, made) = SecretsAfter(stored, target);
        return new Composed(WithConfig(changed with { Adapter = target.Adapter.Name, SigningSecrets = signing }, target), made);
    }

    /// <summary>Handlers in code take events: an interaction would never fit one.</summary>
    private static void CheckTogether(SubscriptionMatch? match, Target? target, FaultList faults)
    {
        if (match?.Interaction is not null && string.Equals(target?.Adapter.Name, AdapterNames.Handler, StringComparison.Ordinal))
        {
            faults.Add("config.adapter", ErrorCodes.ConfigInvalid, $"'{AdapterNames.Handler}' takes events only; deliver interactions by another adapter.");
        }
    }

    private async ValueTask<Subscriber?> FindSubscriberAsync(Guid? id, FaultList faults, CancellationToken cancellationToken)
    {
        if (id is not { } given)
        {
            return null;
        }

        var subscriber = await references.FindSubscriberAsync(given, cancellationToken).ConfigureAwait(false);
        if (subscriber is null)
        {
            faults.Add("subscriberId", ErrorCodes.ReferenceUnknown, $"There is no subscriber {given}.");
        }

        return subscriber;
    }

    /// <summary>Where a changed subscription delivers; null when that stays as it is, or is faulty.</summary>
    private async ValueTask<Target?> ReadTargetAsync(
        Subscription stored,
        SubscriptionDraft draft,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        var namesSubscriber = draft.Has(nameof(draft.SubscriberId));
        var config = IsInherited(draft.Config, stored) ? null : draft.Config;
        var namesConfig = draft.Has(nameof(draft.Config)) && (config is not null || draft.Config is null);
        if (!namesSubscriber && !namesConfig)
        {
            return null;
        }

        var id = namesSubscriber ? draft.SubscriberId : stored.SubscriberId;
        var subscriber = await FindSubscriberAsync(id, faults, cancellationToken).ConfigureAwait(false);
        if (namesConfig || stored.InheritsConfig)
        {
            return ReadTarget(config, subscriber, stored, faults);
        }

        if (subscriber is not null && !string.Equals(subscriber.Adapter, stored.Adapter, StringComparison.Ordinal))
        {
            faults.Add(
                "subscriberId",
                ErrorCodes.ReferenceMismatch,
                $"The subscriber uses '{subscriber.Adapter}', but the subscription's config is for '{stored.Adapter}': give a config too.");
        }

        return null;
    }

    /// <summary>
    /// Whether a config is the inherited one as it is shown: who reads a subscription, changes a label and writes it back does not
    /// mean to part it from its subscriber.
    /// </summary>
    private static bool IsInherited(ReadOnlyMemory<byte>? config, Subscription stored)
    {
        if (!stored.InheritsConfig || config is not { } given || StrictJson.Check(given.Span) is not null)
        {
            return false;
        }

        using var mine = JsonDocument.Parse(given);
        using var theirs = JsonDocument.Parse(stored.Config);
        return JsonElement.DeepEquals(mine.RootElement, theirs.RootElement);
    }

    /// <summary>Reads a config of its own, or takes the subscriber's over.</summary>
    private Target? ReadTarget(ReadOnlyMemory<byte>? config, Subscriber? subscriber, Subscription? stored, FaultList faults)
    {
        if (faults.Any(f => f.Field is "config" or "subscriberId"))
        {
            // What has the wrong JSON type, or names nobody, was told already: its stand-in is not judged.
            return null;
        }

        if (config is null && subscriber is null)
        {
            faults.Add("subscriberId", ErrorCodes.SubscriberRequired, "Say where to deliver: a 'config' that names an 'adapter', or a 'subscriberId'.");
            return null;
        }

        var inherited = config is null ? subscriber!.Config : null;
        var owner = new ConfigValidator.Owner
        {
            Adapter = subscriber?.Adapter,
            HasSigningSecret = inherited is null,
            Credentials = inherited is not null
                ? credentials.TryOpen(subscriber!.ConfigCredentials, CredentialVault.OfSubscriber(subscriber.Id))
                : stored is null ? ConfigValidator.Owner.New.Credentials : credentials.TryOpen(stored.ConfigCredentials, CredentialVault.LocationOf(stored)),
        };
        var read = configs.Read(config ?? inherited ?? EmptyConfig, owner, faults);
        return read is null ? null : new Target(read.Adapter, read.Utf8Json, read.Secret, inherited is null ? null : subscriber);
    }

    /// <summary>Hides the credentials of a config of its own; an inherited one is stored as the subscriber's is.</summary>
    private Subscription WithConfig(Subscription subscription, Target target)
    {
        if (target.Inherited is { } subscriber)
        {
            return subscription with
            {
                Config = subscriber.Config!.Value,
                ConfigCredentials = subscriber.ConfigCredentials,
                InheritsConfig = true,
            };
        }

        var hidden = credentials.Seal(target.Config, target.Adapter.ConfigFields, CredentialVault.OfSubscription(subscription.Id));
        return subscription with { Config = hidden.Shown, ConfigCredentials = hidden.Credentials, InheritsConfig = false };
    }

    /// <summary>
    /// A new config without a secret keeps the current one, also while another adapter does not sign; with another secret it rotates.
    /// A secret that had to be made is told, for its owner to learn it.
    /// </summary>
    private (SigningSecrets? Stored, WebhookSecret? Made) SecretsAfter(Subscription stored, Target target)
    {
        if (!target.Adapter.Signs)
        {
            return (stored.SigningSecrets, null);
        }

        if (target.Secret is null)
        {
            var made = stored.SigningSecrets is null ? WebhookSecret.Generate() : null;
            return (stored.SigningSecrets ?? secrets.Store(stored.Id, made!), made);
        }

        var now = time.GetUtcNow();
        var isSame = secrets.Open(stored, now) is [var current, ..] && string.Equals(current.Reveal(), target.Secret.Reveal(), StringComparison.Ordinal);
        return (isSame ? stored.SigningSecrets : secrets.Rotate(stored.Id, stored.SigningSecrets, target.Secret, now), null);
    }

    /// <param name="Adapter">The adapter.</param>
    /// <param name="Config">The config with its credentials.</param>
    /// <param name="Secret">The signing secret that was given.</param>
    /// <param name="Inherited">The subscriber whose config it is; null for a config of its own.</param>
    private sealed record Target(IDeliveryAdapter Adapter, ReadOnlyMemory<byte> Config, WebhookSecret? Secret, Subscriber? Inherited);
}

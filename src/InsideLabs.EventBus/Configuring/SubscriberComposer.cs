using System.Collections.Frozen;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>Makes a subscriber out of a draft: a new one, or the next state of a stored one. Collects every fault before it refuses.</summary>
internal sealed class SubscriberComposer(AdapterCatalog adapters, ConfigValidator configs, CredentialVault credentials)
{
    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    public Subscriber Create(Guid id, SubscriberDraft draft, FaultList faults)
    {
        var rules = new FieldRules("A subscriber", faults);
        rules.CheckId(id);
        rules.CheckName("name", draft.Name, Subscriber.MaxNameLength);
        CheckAdapter(draft.Adapter, faults);
        var config = ReadConfig(draft, stored: null, draft.Adapter, faults);
        faults.ThrowIfAny();
        return WithConfig(new Subscriber { Id = id, Name = draft.Name!, Adapter = draft.Adapter! }, config);
    }

    /// <exception cref="EventBusValidationException">The draft was refused; every fault is named.</exception>
    public Subscriber Update(Subscriber stored, SubscriberDraft draft, FaultList faults)
    {
        var namesAdapter = draft.Has(nameof(draft.Adapter));
        var namesConfig = draft.Has(nameof(draft.Config));
        if (draft.Has(nameof(draft.Name)))
        {
            new FieldRules("A subscriber", faults).CheckName("name", draft.Name, Subscriber.MaxNameLength);
        }

        if (namesAdapter)
        {
            CheckAdapter(draft.Adapter, faults);
        }

        var adapter = namesAdapter ? draft.Adapter : stored.Adapter;
        var config = ReadConfig(draft, stored, adapter, faults);
        if (!namesConfig && stored.Config is not null && !faults.Names("adapter") && !IsSame(adapter, stored.Adapter))
        {
            faults.Add(
                "config",
                ErrorCodes.ReferenceMismatch,
                $"The stored config is for '{stored.Adapter}': give one for '{FaultText.Show(adapter!)}', or null.");
        }

        faults.ThrowIfAny();
        var changed = stored with { Name = draft.Has(nameof(draft.Name)) ? draft.Name! : stored.Name, Adapter = adapter! };
        return namesConfig ? WithConfig(changed, config) : changed;
    }

    private static bool IsSame(string? name, string other) => string.Equals(name, other, StringComparison.Ordinal);

    private void CheckAdapter(string? name, FaultList faults)
    {
        if (faults.Names("adapter"))
        {
            return;
        }

        if (name is null)
        {
            faults.Add("adapter", ErrorCodes.FieldRequired, "A subscriber needs 'adapter', such as 'adapter:webhook'.");
        }
        else if (adapters.Find(name) is null)
        {
            faults.Add("adapter", ErrorCodes.AdapterUnknown, adapters.Unknown(name));
        }
    }

    /// <summary>Judges a config that is given; null when there is none, or it is faulty, or nobody can tell for want of an adapter.</summary>
    private ConfigValidator.ReadConfig? ReadConfig(SubscriberDraft draft, Subscriber? stored, string? adapter, FaultList faults)
    {
        if (draft.Config is not { } config || faults.Names("adapter"))
        {
            return null;
        }

        // A credential stays with the adapter that it was given to.
        var known = stored is not null && IsSame(adapter, stored.Adapter)
            ? credentials.TryOpen(stored.ConfigCredentials, CredentialVault.OfSubscriber(stored.Id))
            : FrozenDictionary<string, string>.Empty;
        return configs.Read(config, new ConfigValidator.Owner { Adapter = adapter, HasSigningSecret = false, Credentials = known }, faults);
    }

    private Subscriber WithConfig(Subscriber subscriber, ConfigValidator.ReadConfig? config)
    {
        if (config is null)
        {
            return subscriber with { Config = null, ConfigCredentials = null };
        }

        var hidden = credentials.Seal(config.Utf8Json, config.Adapter.ConfigFields, CredentialVault.OfSubscriber(subscriber.Id));
        return subscriber with { Config = hidden.Shown, ConfigCredentials = hidden.Credentials };
    }
}

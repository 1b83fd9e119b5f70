using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Configuring;

/// <summary>
/// The one door to what the host's templates and adapters use: global settings, adapter settings, and secrets, which go in and
/// never come out again. Deliveries that begin after a change has returned see it.
/// </summary>
public sealed class SettingsService
{
    /// <summary>The most bytes, in UTF-8, of a secret, of a global setting's value and of an adapter's settings.</summary>
    public const int MaxBytes = SettingsValidator.MaxBytes;

    private readonly ISettingsStore _store;
    private readonly SettingsValidator _validator;
    private readonly CredentialVault _credentials;
    private readonly ISecretProtector _protector;
    private readonly AdapterCatalog _adapters;
    private readonly ILogger<SettingsService> _logger;

    internal SettingsService(
        ISettingsStore store,
        SettingsValidator validator,
        CredentialVault credentials,
        ISecretProtector protector,
        AdapterCatalog adapters,
        ILogger<SettingsService> logger)
    {
        (_store, _validator, _credentials) = (store, validator, credentials);
        (_protector, _adapters, _logger) = (protector, adapters, logger);
    }

    /// <summary>Lists the global settings, ordered ordinally by key.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<IReadOnlyList<GlobalSetting>> ListGlobalSettingsAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ReadAsync(cancellationToken).ConfigureAwait(false)).Globals.Values];

    /// <summary>Gets a global setting, or null.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<GlobalSetting?> FindGlobalSettingAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (await _store.ReadAsync(cancellationToken).ConfigureAwait(false)).Globals.GetValueOrDefault(key);
    }

    /// <summary>Creates or replaces a global setting.</summary>
    /// <param name="setting">Its new state. The value may hold templates, but no secrets: it can be used anywhere.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named.</exception>
    public ValueTask<GlobalSetting> SaveAsync(GlobalSetting setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return SaveGlobalAsync(setting.Key, setting.Value, setting.Description, CheckName("key", setting.Key), cancellationToken);
    }

    /// <summary>Creates or replaces a global setting by its JSON form, as the HTTP API receives it.</summary>
    /// <param name="key">Its key: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="utf8Json">A JSON object in UTF-8: <c>value</c>, any JSON, and perhaps a <c>description</c>.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named.</exception>
    public ValueTask<GlobalSetting> SaveGlobalSettingAsync(
        string key,
        ReadOnlyMemory<byte> utf8Json,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var faults = CheckName("key", key);
        var (value, description) = SettingsBodies.ReadGlobal(utf8Json, faults);
        return SaveGlobalAsync(key, value, description, faults, cancellationToken);
    }

    /// <summary>Deletes a global setting.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is none with that key.</exception>
    public async ValueTask DeleteGlobalSettingAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!SettingName.IsValid(key) || !await _store.DeleteGlobalSettingAsync(key, cancellationToken).ConfigureAwait(false))
        {
            throw new EventBusNotFoundException($"There is no global setting '{FaultText.Show(key)}'.");
        }

        Log.GlobalSettingChanged(_logger, key, "deleted");
    }

    /// <summary>Lists the adapter settings that are written, ordered ordinally by the adapter's name; credentials are shown as <c>***</c>.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<IReadOnlyList<AdapterSettings>> ListAdapterSettingsAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ReadAsync(cancellationToken).ConfigureAwait(false)).Adapters.Values];

    /// <summary>Gets the settings of an adapter with credentials shown as <c>***</c>, or null when none are written.</summary>
    /// <param name="adapter">The adapter's name, with or without its prefix.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<AdapterSettings?> FindAdapterSettingsAsync(string adapter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return Find(await _store.ReadAsync(cancellationToken).ConfigureAwait(false), adapter);
    }

    /// <summary>Creates or replaces the settings of an adapter.</summary>
    /// <param name="settings">
    /// Their new state, with credentials in clear: they are stored encrypted. One given as <c>***</c> keeps the stored one.
    /// <see cref="AdapterSettings.Credentials"/> is ignored.
    /// </param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <returns>What was stored, with credentials shown as <c>***</c>.</returns>
    /// <exception cref="EventBusNotFoundException">No adapter has that name.</exception>
    /// <exception cref="EventBusValidationException">They were refused; every fault is named.</exception>
    public ValueTask<AdapterSettings> SaveAsync(AdapterSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return SaveAdapterAsync(settings.Adapter, settings.IsEnabled, settings.Settings, [], cancellationToken);
    }

    /// <summary>Creates or replaces the settings of an adapter by their JSON form, as the HTTP API receives it.</summary>
    /// <param name="adapter">The adapter's name, with or without its prefix.</param>
    /// <param name="utf8Json">
    /// A JSON object in UTF-8: <c>settings</c>, an object, and perhaps <c>enabled</c>, true by default. A credential given as <c>***</c>
    /// keeps the stored one.
    /// </param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <returns>What was stored, with credentials shown as <c>***</c>.</returns>
    /// <exception cref="EventBusNotFoundException">No adapter has that name.</exception>
    /// <exception cref="EventBusValidationException">They were refused; every fault is named.</exception>
    public ValueTask<AdapterSettings> SaveAdapterSettingsAsync(
        string adapter,
        ReadOnlyMemory<byte> utf8Json,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        var faults = new FaultList();
        var (isEnabled, settings) = SettingsBodies.ReadAdapter(utf8Json, faults);
        return SaveAdapterAsync(adapter, isEnabled, settings, faults, cancellationToken);
    }

    /// <summary>Deletes the settings of an adapter.</summary>
    /// <param name="adapter">The adapter's name, with or without its prefix.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">None are written.</exception>
    public async ValueTask DeleteAdapterSettingsAsync(string adapter, CancellationToken cancellationToken = default)
    {
        if (await FindAdapterSettingsAsync(adapter, cancellationToken).ConfigureAwait(false) is not { Adapter: var name }
            || !await _store.DeleteAdapterSettingsAsync(name, cancellationToken).ConfigureAwait(false))
        {
            throw _adapters.FindByAnyName(adapter) is { } known
                ? new EventBusNotFoundException($"No settings are written for '{known.Name}'.")
                : Unknown(adapter);
        }

        Log.AdapterSettingsChanged(_logger, name, "deleted");
    }

    /// <summary>Lists the names of the secrets, ordered ordinally.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<IReadOnlyList<string>> ListSecretNamesAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ReadAsync(cancellationToken).ConfigureAwait(false)).Secrets.Keys];

    /// <summary>Creates or replaces a secret. It is stored encrypted, and nothing shows it again.</summary>
    /// <param name="name">Its name: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="value">Its value: 1 to <see cref="MaxBytes"/> bytes in UTF-8, without U+0000.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named, and none quotes the value.</exception>
    public ValueTask SaveSecretAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return SaveSecretAsync(name, value, CheckName("name", name), cancellationToken);
    }

    /// <summary>Creates or replaces a secret by its JSON form, as the HTTP API receives it.</summary>
    /// <param name="name">Its name: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="utf8Json">A JSON object in UTF-8: <c>value</c>, a text.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusValidationException">It was refused; every fault is named, and none quotes the value.</exception>
    public ValueTask SaveSecretAsync(string name, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var faults = CheckName("name", name);
        return SaveSecretAsync(name, SettingsBodies.ReadSecret(utf8Json, faults), faults, cancellationToken);
    }

    /// <summary>Deletes a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up before the store has admitted it.</param>
    /// <exception cref="EventBusNotFoundException">There is none with that name.</exception>
    public async ValueTask DeleteSecretAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!SettingName.IsValid(name) || !await _store.DeleteSecretAsync(name, cancellationToken).ConfigureAwait(false))
        {
            throw new EventBusNotFoundException($"There is no secret '{FaultText.Show(name)}'.");
        }

        Log.SecretChanged(_logger, name, "deleted");
    }

    /// <summary>Says so at start when secrets or credentials cannot be read, because the key changed or was lost.</summary>
    internal async ValueTask LookAtSecretsAsync(CancellationToken cancellationToken)
    {
        SettingsState state;
        try
        {
            state = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EventBusStoreException)
        {
            // A look is no reason to fail the start: who needs the store will say so.
            return;
        }

        var unreadable = new List<(string Name, EventBusException Why)>();
        foreach (var secret in state.Secrets.Values)
        {
            Look($"secrets.{secret.Name}", () => _protector.Unprotect(secret.Value.Span, Secret.LocationOf(secret.Name)));
        }

        foreach (var settings in state.Adapters.Values)
        {
            Look(settings.Adapter, () => _credentials.Open(settings.Credentials, CredentialVault.OfSettings(settings.Adapter)));
        }

        if (unreadable is [var (name, why), ..])
        {
            Log.SettingsUnreadable(_logger, why, unreadable.Count, name);
        }

        void Look(string name, Action open)
        {
            try
            {
                open();
            }
            catch (EventBusException e)
            {
                unreadable.Add((name, e));
            }
        }
    }

    private static FaultList CheckName(string field, string name)
    {
        var faults = new FaultList();
        SettingName.Check(field, name, faults);
        return faults;
    }

    private async ValueTask<GlobalSetting> SaveGlobalAsync(
        string key,
        ReadOnlyMemory<byte>? value,
        string? description,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        if (value is { } given)
        {
            _validator.CheckValue(given, faults);
        }

        new FieldRules("A global setting", faults).CheckDescription(description);
        faults.ThrowIfAny();
        var setting = new GlobalSetting(key, value!.Value, description);
        await _store.SaveAsync(setting, cancellationToken).ConfigureAwait(false);
        Log.GlobalSettingChanged(_logger, key, "saved");
        return setting;
    }

    private async ValueTask<AdapterSettings> SaveAdapterAsync(
        string name,
        bool isEnabled,
        ReadOnlyMemory<byte>? settings,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        var adapter = _adapters.FindByAnyName(name) ?? throw Unknown(name);
        var location = CredentialVault.OfSettings(adapter.Name);
        ReadOnlyMemory<byte> read = default;
        if (settings is { } given)
        {
            var stored = Find(await _store.ReadAsync(cancellationToken).ConfigureAwait(false), adapter.Name)?.Credentials;
            read = _validator.ReadSettings(adapter, given, _credentials.TryOpen(stored, location), faults);
        }

        faults.ThrowIfAny();
        var hidden = _credentials.Seal(read, adapter.SettingsFields, location);
        var saved = new AdapterSettings
        {
            Adapter = adapter.Name,
            IsEnabled = isEnabled,
            Settings = hidden.Shown,
            Credentials = hidden.Credentials,
        };
        await _store.SaveAsync(saved, cancellationToken).ConfigureAwait(false);
        Log.AdapterSettingsChanged(_logger, adapter.Name, isEnabled ? "saved" : "saved, disabled");
        return saved;
    }

    private async ValueTask SaveSecretAsync(string name, string? value, FaultList faults, CancellationToken cancellationToken)
    {
        if (value is not null && (Encoding.UTF8.GetByteCount(value) is 0 or > MaxBytes || !TextRules.IsWellFormed(value)))
        {
            faults.Add("value", ErrorCodes.ParameterInvalid, $"A secret has 1 to {MaxBytes} bytes in UTF-8, whole characters, and no U+0000.");
        }

        faults.ThrowIfAny();
        var clear = Encoding.UTF8.GetBytes(value!);
        try
        {
            var secret = new Secret(name, _protector.Protect(clear, Secret.LocationOf(name)));
            await _store.SaveAsync(secret, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }

        Log.SecretChanged(_logger, name, "saved");
    }

    /// <summary>Settings outlive their adapter's registration: those of an adapter that is gone can be looked at and deleted by their full name.</summary>
    private AdapterSettings? Find(SettingsState state, string name) =>
        state.Adapters.GetValueOrDefault(_adapters.FindByAnyName(name)?.Name ?? name);

    private EventBusNotFoundException Unknown(string name) => new(_adapters.Unknown(name));
}

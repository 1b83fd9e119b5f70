using System.Collections.Concurrent;
using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// The settings of one version, as templates see them. The same instance until a setting changes, so an engine may keep what it made
/// of them in a <see cref="System.Runtime.CompilerServices.ConditionalWeakTable{TKey,TValue}"/>. Secrets are decrypted when a template first asks.
/// </summary>
public sealed class TemplateSettings
{
    private readonly SettingsState _state;
    private readonly ISecretProtector _protector;
    private readonly Dictionary<string, AdapterSettings> _byShortName;
    private readonly ConcurrentDictionary<string, string> _opened = new(StringComparer.Ordinal);

    /// <summary>Makes the settings of a version.</summary>
    /// <param name="state">The settings as stored.</param>
    /// <param name="protector">Decrypts the secrets.</param>
    public TemplateSettings(SettingsState state, ISecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(protector);
        (_state, _protector) = (state, protector);
        _byShortName = state.Adapters.Values.ToDictionary(a => AdapterNames.Short(a.Adapter), StringComparer.Ordinal);
    }

    /// <summary>The version of the settings.</summary>
    public long Version => _state.Version;

    /// <summary>The keys of all global settings, ordered ordinally.</summary>
    public IEnumerable<string> GlobalKeys => _state.Globals.Keys;

    /// <summary>The value of a global setting, any JSON in UTF-8, not rendered; null when there is none.</summary>
    /// <param name="key">Its key.</param>
    public ReadOnlyMemory<byte>? Global(string key) => _state.Globals.GetValueOrDefault(key)?.Value;

    /// <summary>
    /// The settings of an adapter, a JSON object in UTF-8, not rendered and with credentials shown as <c>***</c>; null when there are
    /// none.
    /// </summary>
    /// <param name="shortName">Its name without prefix, such as <c>email</c>.</param>
    public ReadOnlyMemory<byte>? Adapter(string shortName) => _byShortName.GetValueOrDefault(shortName)?.Settings;

    /// <summary>A secret in clear; null when there is none. What it goes into must be a declared sink, and is redacted afterwards.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.SecretUnreadable"/>: its key is not in the key ring.</exception>
    public string? Secret(string name) => _opened.TryGetValue(name, out var opened) ? opened
        : _state.Secrets.TryGetValue(name, out var secret) ? _opened.GetOrAdd(name, Open(secret))
        : null;

    private string Open(Secret secret) =>
        Encoding.UTF8.GetString(_protector.Unprotect(secret.Value.Span, Settings.Secret.LocationOf(secret.Name)));
}

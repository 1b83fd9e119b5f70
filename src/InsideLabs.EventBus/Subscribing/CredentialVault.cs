using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Takes the credentials that are written out in a config or in settings (<see cref="ConfigField.IsCredential"/>) out of the JSON, so
/// that they are stored encrypted and shown as <c>***</c>, and puts them back for the one who sends. A text with a template is none:
/// what it names is kept elsewhere.
/// </summary>
internal sealed class CredentialVault(ISecretProtector protector)
{
    /// <summary>What stands where a credential was. Written back by a caller, it keeps the stored one.</summary>
    public const string Mask = "***";

    private static readonly IReadOnlyDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    /// <summary>What is stored of a document.</summary>
    /// <param name="Shown">The document with its credentials hidden.</param>
    /// <param name="Credentials">The credentials, encrypted; null when there are none.</param>
    internal readonly record struct Sealed(ReadOnlyMemory<byte> Shown, ReadOnlyMemory<byte>? Credentials);

    /// <summary>Where the credentials of a subscription's own config are stored.</summary>
    public static SecretLocation OfSubscription(Guid id) => new("subscriptions", id.ToString("D"), "config");

    /// <summary>Where the credentials of a subscriber's config are stored.</summary>
    public static SecretLocation OfSubscriber(Guid id) => new("subscribers", id.ToString("D"), "config");

    /// <summary>Where the credentials of an adapter's settings are stored.</summary>
    public static SecretLocation OfSettings(string adapter) => new("adapter_settings", adapter, "settings");

    /// <summary>Where the credentials of a subscription's config are stored: those of an inherited one stay with the subscriber's.</summary>
    public static SecretLocation LocationOf(Subscription subscription) =>
        subscription is { InheritsConfig: true, SubscriberId: { } subscriber } ? OfSubscriber(subscriber) : OfSubscription(subscription.Id);

    /// <summary>Takes the credentials out.</summary>
    /// <param name="utf8Json">The document with its credentials.</param>
    /// <param name="fields">What the adapter says about its fields.</param>
    /// <param name="location">Where it will be stored.</param>
    public Sealed Seal(ReadOnlyMemory<byte> utf8Json, ConfigFields fields, SecretLocation location)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var shown = JsonTexts.Replace(utf8Json, fields, (path, field, text) =>
        {
            if (!field.IsCredential || TemplateText.HasExpressions(text))
            {
                return null;
            }

            taken[path] = text;
            return Mask;
        });
        if (taken.Count == 0)
        {
            return new Sealed(utf8Json, Credentials: null);
        }

        return new Sealed(shown, protector.Protect(Write(taken), location));
    }

    /// <summary>The credentials of a stored document by the paths of their fields.</summary>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.SecretUnreadable"/>.</exception>
    public IReadOnlyDictionary<string, string> Open(ReadOnlyMemory<byte>? credentials, SecretLocation location)
    {
        if (credentials is not { } blob)
        {
            return None;
        }

        using var document = JsonDocument.Parse(protector.Unprotect(blob.Span, location));
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>Like <see cref="Open"/>, but credentials that cannot be read are none: writing new ones must not fail because of the old.</summary>
    public IReadOnlyDictionary<string, string> TryOpen(ReadOnlyMemory<byte>? credentials, SecretLocation location)
    {
        try
        {
            return Open(credentials, location);
        }
        catch (EventBusException)
        {
            return None;
        }
    }

    /// <summary>Puts credentials back where <c>***</c> stands.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="fields">What the adapter says about its fields.</param>
    /// <param name="credentials">The credentials by the paths of their fields.</param>
    public static ReadOnlyMemory<byte> Restore(
        ReadOnlyMemory<byte> utf8Json,
        ConfigFields fields,
        IReadOnlyDictionary<string, string> credentials) => credentials.Count == 0
        ? utf8Json
        : JsonTexts.Replace(utf8Json, fields, (path, field, text) =>
            field.IsCredential && string.Equals(text, Mask, StringComparison.Ordinal) ? credentials.GetValueOrDefault(path) : null);

    /// <summary>Collects the fields in which <c>***</c> stands for a credential that nobody stored.</summary>
    public static void CheckMasks(ReadOnlyMemory<byte> utf8Json, ConfigFields fields, string root, FaultList faults) =>
        JsonTexts.Replace(utf8Json, fields, (path, field, text) =>
        {
            if (field.IsCredential && string.Equals(text, Mask, StringComparison.Ordinal))
            {
                faults.Add(
                    $"{root}.{path}",
                    ErrorCodes.ConfigInvalid,
                    $"'{Mask}' keeps the credential that is stored, and none is: write it out, or name a secret.");
            }

            return null;
        });

    private static ReadOnlySpan<byte> Write(Dictionary<string, string> credentials)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (path, value) in credentials)
            {
                json.WriteString(path, value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}

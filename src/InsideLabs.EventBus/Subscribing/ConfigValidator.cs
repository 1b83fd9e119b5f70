using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Judges a config: finds the adapter it is for, takes the signing secret out so that it is never stored or shown in clear, lets the
/// adapter judge the rest, and the template engine its templates.
/// </summary>
internal sealed class ConfigValidator(AdapterCatalog adapters, DocumentValidator documents)
{
    private const string Root = "config";
    private const string AdapterField = "config.adapter";
    private const string SecretField = "config.signingSecret";

    /// <summary>What a valid config holds.</summary>
    /// <param name="Adapter">The adapter it is for.</param>
    /// <param name="Utf8Json">The config with its credentials and without the signing secret.</param>
    /// <param name="Secret">The signing secret that was given.</param>
    internal sealed record ReadConfig(IDeliveryAdapter Adapter, ReadOnlyMemory<byte> Utf8Json, WebhookSecret? Secret);

    /// <summary>What is known about the config's owner.</summary>
    internal sealed record Owner
    {
        /// <summary>Nothing is known.</summary>
        public static Owner New { get; } = new();

        /// <summary>The adapter that the config must be for; null when the config itself names it.</summary>
        public string? Adapter { get; init; }

        /// <summary>Whether the config may bring a signing secret: that is a subscription's own.</summary>
        public bool HasSigningSecret { get; init; } = true;

        /// <summary>The stored credentials by the paths of their fields, for those that the config gives as <c>***</c>.</summary>
        public IReadOnlyDictionary<string, string> Credentials { get; init; } = FrozenDictionary<string, string>.Empty;
    }

    public ReadConfig? Read(ReadOnlyMemory<byte> config, Owner owner, FaultList faults)
    {
        var broken = StrictJson.Check(config.Span);
        if (broken is { } fault)
        {
            broken = fault with { Field = JsonPaths.Join(Root, fault.Field) };
            if (!string.Equals(fault.Code, ErrorCodes.JsonInvalidString, StringComparison.Ordinal))
            {
                faults.Add(broken.Value);
                return null;
            }
        }

        using var document = JsonDocument.Parse(broken is null ? config : LegibleJson.Of(config));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Root, ErrorCodes.TypeMismatch, "'config' is a JSON object.");
            return null;
        }

        var read = FindAdapter(document.RootElement, owner, faults) is { } adapter ? Read(document.RootElement, adapter, owner, faults) : null;
        if (broken is not { } invalid)
        {
            return read;
        }

        // A field's own code says more than that a text cannot be kept.
        if (!faults.Names(invalid.Field))
        {
            faults.Add(invalid);
        }

        return null;
    }

    private IDeliveryAdapter? FindAdapter(JsonElement config, Owner owner, FaultList faults)
    {
        if (!config.TryGetProperty("adapter"u8, out var named))
        {
            if (owner.Adapter is not null)
            {
                return Find(owner.Adapter, faults);
            }

            faults.Add(AdapterField, ErrorCodes.SubscriberRequired, "Say where to deliver: name an 'adapter' such as 'adapter:webhook', or a 'subscriberId'.");
            return null;
        }

        if (named.ValueKind != JsonValueKind.String)
        {
            faults.Add(AdapterField, ErrorCodes.AdapterUnknown, "'adapter' is a text such as 'adapter:webhook'.");
            return null;
        }

        var name = DraftReader.TextOf(named);
        var adapter = Find(name, faults);
        if (adapter is not null && owner.Adapter is { } expected && !string.Equals(expected, name, StringComparison.Ordinal))
        {
            faults.Add(AdapterField, ErrorCodes.ReferenceMismatch, $"The config names '{name}', but the subscriber uses '{expected}'.");
        }

        return adapter;
    }

    private IDeliveryAdapter? Find(string name, FaultList faults)
    {
        var adapter = adapters.Find(name);
        if (adapter is null)
        {
            faults.Add(AdapterField, ErrorCodes.AdapterUnknown, adapters.Unknown(name));
        }

        return adapter;
    }

    private ReadConfig? Read(JsonElement config, IDeliveryAdapter adapter, Owner owner, FaultList faults)
    {
        var before = faults.Count;
        var takesSecret = adapter.Signs && owner.HasSigningSecret;
        var secret = takesSecret ? ReadSecret(config, faults) : null;
        ReadOnlyMemory<byte> stored = takesSecret ? WithoutSecret(config) : JsonMarshal.GetRawUtf8Value(config).ToArray();
        stored = documents.Read(stored, Root, adapter.ConfigFields, owner.Credentials, adapter.Validate, before, faults);
        return faults.Count == before ? new ReadConfig(adapter, stored, secret) : null;
    }

    private static WebhookSecret? ReadSecret(JsonElement config, FaultList faults)
    {
        if (!config.TryGetProperty("signingSecret"u8, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (!WebhookSecret.TryParse(DraftReader.TextOf(given), out var secret, out var code))
        {
            faults.Add(SecretField, code, WebhookSecret.Explain(code));
        }

        return secret;
    }

    private static byte[] WithoutSecret(JsonElement config)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in config.EnumerateObject())
            {
                if (!property.NameEquals("signingSecret"u8))
                {
                    json.WritePropertyName(property.Name);
                    json.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value));
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

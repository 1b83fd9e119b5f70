using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Judges a config: finds the adapter it names, takes the signing secret out so that it is never stored or shown in clear,
/// and lets the adapter judge the rest.
/// </summary>
internal sealed class ConfigValidator
{
    private const string AdapterField = "config.adapter";
    private const string SecretField = "config.signingSecret";

    private readonly Dictionary<string, IDeliveryAdapter> _adapters;

    public ConfigValidator(IEnumerable<IDeliveryAdapter> adapters)
    {
        _adapters = new Dictionary<string, IDeliveryAdapter>(StringComparer.Ordinal);
        foreach (var adapter in adapters)
        {
            if (!_adapters.TryAdd(adapter.Name, adapter))
            {
                throw new InvalidOperationException(
                    $"Two adapters are named '{adapter.Name}': {_adapters[adapter.Name].GetType()} and {adapter.GetType()}. Register one of them.");
            }
        }
    }

    /// <summary>What a valid config holds.</summary>
    /// <param name="Adapter">The adapter it names.</param>
    /// <param name="Utf8Json">The config without the signing secret.</param>
    /// <param name="Secret">The signing secret that was given.</param>
    internal sealed record ReadConfig(IDeliveryAdapter Adapter, byte[] Utf8Json, WebhookSecret? Secret);

    public IDeliveryAdapter? Find(string name) => _adapters.GetValueOrDefault(name);

    public ReadConfig? Read(ReadOnlyMemory<byte>? config, FaultList faults)
    {
        if (config is null)
        {
            faults.Add("subscriberId", ErrorCodes.SubscriberRequired, "Say where to deliver: a 'config' that names an 'adapter'.");
            return null;
        }

        var broken = StrictJson.Check(config.Value.Span);
        if (broken is { } fault)
        {
            broken = fault with { Field = JsonPaths.Join("config", fault.Field) };
            if (!string.Equals(fault.Code, ErrorCodes.JsonInvalidString, StringComparison.Ordinal))
            {
                faults.Add(broken.Value);
                return null;
            }
        }

        using var document = JsonDocument.Parse(broken is null ? config.Value : LegibleJson.Of(config.Value));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            faults.Add("config", ErrorCodes.TypeMismatch, "'config' is a JSON object.");
            return null;
        }

        var read = FindAdapter(document.RootElement, faults) is { } adapter ? Read(document.RootElement, adapter, faults) : null;
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

    private IDeliveryAdapter? FindAdapter(JsonElement config, FaultList faults)
    {
        if (!config.TryGetProperty("adapter"u8, out var named))
        {
            faults.Add(AdapterField, ErrorCodes.SubscriberRequired, "Say where to deliver: name an 'adapter' such as 'adapter:webhook'.");
            return null;
        }

        var name = DraftReader.TextOf(named);
        if (_adapters.TryGetValue(name, out var adapter))
        {
            return adapter;
        }

        faults.Add(
            AdapterField,
            ErrorCodes.AdapterUnknown,
            $"No adapter is named '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, _adapters.Keys)} Registered: {string.Join(", ", _adapters.Keys)}.");
        return null;
    }

    private static ReadConfig? Read(JsonElement config, IDeliveryAdapter adapter, FaultList faults)
    {
        var before = faults.Count;
        var secret = adapter.Signs ? ReadSecret(config, faults) : null;
        var stored = adapter.Signs ? WithoutSecret(config) : JsonMarshal.GetRawUtf8Value(config).ToArray();
        using var document = JsonDocument.Parse(stored);
        adapter.Validate(document.RootElement, faults);
        RefuseTemplates(document.RootElement, "config", faults);
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

    /// <summary>Placeholders come with the template engine; until then one must not be sent out as if it were text.</summary>
    private static void RefuseTemplates(JsonElement value, string path, FaultList faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    RefuseTemplates(property.Value, $"{path}.{property.Name}", faults);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    RefuseTemplates(item, $"{path}[{index++}]", faults);
                }

                break;
            case JsonValueKind.String when value.GetString()!.Contains("{{", StringComparison.Ordinal)
                && !faults.Names(path):
                faults.Add(path, ErrorCodes.NotSupportedYet, "This version does not know placeholders ('{{…}}') yet.");
                break;
            default:
                break;
        }
    }
}

using System.Buffers;
using System.Text.Json;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Writes the config of webhook subscriptions.</summary>
public static class WebhookTarget
{
    /// <summary>A config that delivers the envelope to a URL.</summary>
    /// <param name="url">Where to deliver; judged when the subscription is created.</param>
    /// <param name="signingSecret">The signing secret in its text form; the library makes one when null.</param>
    public static ReadOnlyMemory<byte> Config(string url, string? signingSecret = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("adapter"u8, AdapterNames.Webhook);
        json.WriteString("url"u8, url);
        if (signingSecret is not null)
        {
            json.WriteString("signingSecret"u8, signingSecret);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}

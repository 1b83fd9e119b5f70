using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>Writes the message: the config in its own order, without what is this library's.</summary>
internal static class SlackMessage
{
    private static readonly string[] Ours = ["adapter", "webhookUrl", "token", "strict"];

    /// <summary>Writes a message.</summary>
    /// <param name="config">The rendered config, judged before.</param>
    public static ReadOnlyMemory<byte> Write(JsonElement config)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var property in config.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null && !Ours.Contains(p.Name, StringComparer.Ordinal)))
        {
            if (SlackConfigReader.IsText(property.Name))
            {
                json.CopyText(property);
            }
            else
            {
                json.Copy(property);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}

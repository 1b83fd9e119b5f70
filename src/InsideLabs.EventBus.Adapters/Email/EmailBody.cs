using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>
/// Writes what is posted to <c>mail/send</c>: the config in its own order, with the short forms written out. It was judged before.
/// </summary>
internal static class EmailBody
{
    private static readonly string[] Texts = ["text", "body", "html"];

    /// <summary>Writes the body.</summary>
    /// <param name="config">The rendered config.</param>
    /// <param name="defaultSender">The sender for a config without one, as JSON; null when there is none.</param>
    public static ReadOnlyMemory<byte> Write(JsonElement config, ReadOnlySpan<byte> defaultSender)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        var hasContent = false;
        var hasSender = false;
        foreach (var property in config.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            if (!Texts.Contains(property.Name, StringComparer.Ordinal))
            {
                hasSender |= property.NameEquals("from");
                Write(json, property);
            }
            else if (!hasContent)
            {
                hasContent = true;
                WriteContent(json, config);
            }
        }

        if (!hasSender)
        {
            json.WritePropertyName("from");
            json.WriteRawValue(defaultSender, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, JsonProperty property)
    {
        switch (property.Name)
        {
            case "adapter" or "strict":
                break;
            case "to":
                WriteShortRecipients(json, property.Value);
                break;
            case "from" or "reply_to":
                WriteAddress(json, property);
                break;
            case "personalizations":
                WriteList(json, property, WritePersonalization);
                break;
            case "attachments":
                WriteList(json, property, WriteTexts);
                break;
            case "categories":
                WriteList(json, property, static (writer, category) => writer.CopyText(category));
                break;
            case "headers" or "custom_args":
                json.WritePropertyName(property.Name);
                WriteTexts(json, property.Value);
                break;
            case "send_at":
                json.WriteNumber(property.Name, EmailSendAt.Of(property.Value)!.Value);
                break;
            default:
                json.CopyText(property);
                break;
        }
    }

    private static void WriteShortRecipients(Utf8JsonWriter json, JsonElement to)
    {
        json.WriteStartArray("personalizations");
        json.WriteStartObject();
        json.WriteStartArray("to");
        if (to.ValueKind == JsonValueKind.Array)
        {
            foreach (var address in to.EnumerateArray())
            {
                EmailAddresses.Write(json, address);
            }
        }
        else
        {
            EmailAddresses.Write(json, to);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteAddress(Utf8JsonWriter json, JsonProperty property)
    {
        if (!EmailAddresses.IsMissing(property.Value))
        {
            json.WritePropertyName(property.Name);
            EmailAddresses.Write(json, property.Value);
        }
    }

    private static void WritePersonalization(Utf8JsonWriter json, JsonElement personalization)
    {
        json.WriteStartObject();
        foreach (var property in personalization.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            switch (property.Name)
            {
                case "to" or "cc" or "bcc":
                    WriteAddresses(json, property);
                    break;
                case "subject":
                    json.CopyText(property);
                    break;
                case "headers" or "custom_args":
                    json.WritePropertyName(property.Name);
                    WriteTexts(json, property.Value);
                    break;
                default:
                    json.Copy(property);
                    break;
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the addresses that were found; a list without any is left out, since the service takes no empty one.</summary>
    private static void WriteAddresses(Utf8JsonWriter json, JsonProperty list)
    {
        var found = list.Value.EnumerateArray().Where(a => !EmailAddresses.IsMissing(a)).ToList();
        if (found.Count == 0)
        {
            return;
        }

        json.WriteStartArray(list.Name);
        found.ForEach(a => EmailAddresses.Write(json, a));
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, JsonElement texts)
    {
        json.WriteStartObject();
        foreach (var property in texts.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            json.CopyText(property);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, JsonProperty list, Action<Utf8JsonWriter, JsonElement> write)
    {
        json.WriteStartArray(list.Name);
        foreach (var item in list.Value.EnumerateArray())
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    /// <summary>The service wants the plain text first, wherever the config has it.</summary>
    private static void WriteContent(Utf8JsonWriter json, JsonElement config)
    {
        json.WriteStartArray("content");
        foreach (var name in Texts)
        {
            if (config.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.Null)
            {
                json.WriteStartObject();
                json.WriteString("type", name == "html" ? "text/html" : "text/plain");
                json.WritePropertyName("value");
                json.CopyText(text);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}

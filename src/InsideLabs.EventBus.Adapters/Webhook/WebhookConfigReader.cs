using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Reads a webhook subscription's config and collects everything that is wrong with it.</summary>
internal sealed class WebhookConfigReader(UrlRules urls)
{
    /// <summary>The properties of a config. A property that is null counts as absent.</summary>
    public static readonly string[] Properties = ["adapter", "url", "method", "headers", "body", "strict"];

    private const string Root = "config";

    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];

    /// <summary>Reads a config.</summary>
    /// <param name="config">The JSON.</param>
    /// <param name="faults">Where to collect; the faults of the URL come with the field <c>config.url</c>.</param>
    /// <returns>The config, or null when there is a fault.</returns>
    public WebhookConfig? Read(JsonElement config, FaultList faults)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Root, ErrorCodes.TypeMismatch, "A config is a JSON object.");
            return null;
        }

        var before = faults.Count;
        var url = ReadUrl(config, faults);
        var method = ReadMethod(config, faults);
        IReadOnlyList<KeyValuePair<string, string>> headers = Find(config, "headers") is { } given
            ? WebhookHeaderRules.Read(given, $"{Root}.headers", faults)
            : [];
        var body = ReadBody(config);
        if (Find(config, "strict") is { } strict && strict.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            faults.Add($"{Root}.strict", ErrorCodes.TypeMismatch, "'strict' is true or false.");
        }

        foreach (var property in config.EnumerateObject())
        {
            if (!Properties.Contains(property.Name, StringComparer.Ordinal))
            {
                faults.Add(
                    $"{Root}.{FaultText.Show(property.Name)}",
                    ErrorCodes.PropertyUnknown,
                    $"A webhook's config has no property '{FaultText.Show(property.Name)}'; it has {string.Join(", ", Properties)}.");
            }
        }

        return faults.Count == before ? new WebhookConfig(url!, method, headers, body) : null;
    }

    private static JsonElement? Find(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private Uri? ReadUrl(JsonElement config, FaultList faults)
    {
        const string Field = $"{Root}.url";
        if (Find(config, "url") is not { } given)
        {
            faults.Add(Field, ErrorCodes.FieldRequired, "A webhook needs 'url': where to send.");
            return null;
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            faults.Add(Field, ErrorCodes.TypeMismatch, "'url' is a text.");
            return null;
        }

        if (!urls.TryRead(given.GetString()!, Field, out var url, out var fault))
        {
            faults.Add(fault.Field, fault.Code, fault.Message);
        }

        return url;
    }

    private static HttpMethod ReadMethod(JsonElement config, FaultList faults)
    {
        const string Field = $"{Root}.method";
        if (Find(config, "method") is not { } given)
        {
            return HttpMethod.Post;
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            faults.Add(Field, ErrorCodes.TypeMismatch, "'method' is a text.");
            return HttpMethod.Post;
        }

        var name = given.GetString()!;
        if (!Methods.Contains(name, StringComparer.Ordinal))
        {
            faults.Add(Field, ErrorCodes.ConfigInvalid, $"'{FaultText.Show(name)}' is no method of a webhook; use {string.Join(", ", Methods)}.");
        }

        return new HttpMethod(Methods.Contains(name, StringComparer.Ordinal) ? name : Methods[0]);
    }

    private static ReadOnlyMemory<byte>? ReadBody(JsonElement config)
    {
        // Not a conditional expression: a null array would become a body that is there and empty.
        if (Find(config, "body") is not { } body)
        {
            return null;
        }

        return JsonMarshal.GetRawUtf8Value(body).ToArray();
    }
}

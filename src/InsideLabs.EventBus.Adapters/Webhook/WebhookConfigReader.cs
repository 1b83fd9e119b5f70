using System.Runtime.InteropServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Reads a webhook subscription's config and collects everything that is wrong with it.</summary>
internal sealed class WebhookConfigReader(UrlRules urls)
{
    /// <summary>The properties of a config. A property that is null counts as absent.</summary>
    public static readonly string[] Properties = ["adapter", "url", "method", "headers", "body", "strict"];

    private const string Root = "config";
    private const string Body = "body";

    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];

    /// <summary>Judges a config as written.</summary>
    /// <param name="config">The JSON.</param>
    /// <param name="faults">Where to collect; the faults of the URL come with the field <c>config.url</c>.</param>
    public void Validate(JsonElement config, FaultList faults) => Read(config, ConfigStage.Written, written: null, faults);

    /// <summary>Reads a config as rendered.</summary>
    /// <param name="config">The JSON.</param>
    /// <param name="written">What it was rendered from; null when that holds no template, so that both are the same.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The config, or null when there is a fault.</returns>
    public WebhookConfig? Read(JsonElement config, ReadOnlyMemory<byte>? written, FaultList faults) =>
        Read(config, ConfigStage.Rendered, written, faults);

    private WebhookConfig? Read(JsonElement given, ConfigStage stage, ReadOnlyMemory<byte>? written, FaultList faults)
    {
        if (ConfigObject.Of(given, Root, stage, faults) is not { } config)
        {
            return null;
        }

        var before = faults.Count;
        var url = ReadUrl(config, written is not null, faults);
        var method = ReadMethod(config);
        IReadOnlyList<KeyValuePair<string, string>> headers = config.Find("headers") is { } headersGiven
            ? WebhookHeaderRules.Read(headersGiven, $"{Root}.headers", stage, faults)
            : [];
        var body = ReadBody(config, written);
        config.Flag("strict");
        config.RefuseOthers(Properties, "A webhook's config");
        return url is not null && faults.Count == before ? new WebhookConfig(url, method, headers, body) : null;
    }

    private Uri? ReadUrl(ConfigObject config, bool isMade, FaultList faults)
    {
        const string Name = "url";
        if (!config.Require(Name, "A webhook needs 'url': where to send."))
        {
            return null;
        }

        var given = config.Find(Name)!.Value;
        if (given.ValueKind != JsonValueKind.String)
        {
            config.Refuse(Name, ErrorCodes.TypeMismatch, "'url' is a text.");
            return null;
        }

        var text = given.GetString()!;
        Uri? url = null;
        var fault = config.Stage == ConfigStage.Written ? urls.JudgeWritten(text, config.PathOf(Name))
            : (isMade ? urls.TryReadMade(text, config.PathOf(Name), out url, out var found) : urls.TryRead(text, config.PathOf(Name), out url, out found)) ? null
            : found;
        if (fault is { } refused)
        {
            faults.Add(refused.Field, refused.Code, refused.Message);
        }

        return url;
    }

    private static HttpMethod ReadMethod(ConfigObject config)
    {
        const string Name = "method";
        if (config.Find(Name) is not { } given)
        {
            return HttpMethod.Post;
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            config.Refuse(Name, ErrorCodes.TypeMismatch, "'method' is a text.");
            return HttpMethod.Post;
        }

        var name = given.GetString()!;
        if (!Methods.Contains(name, StringComparer.Ordinal))
        {
            config.Refuse(Name, ErrorCodes.ConfigInvalid, $"'{FaultText.Show(name)}' is no method of a webhook; use {string.Join(", ", Methods)}.");
            return HttpMethod.Post;
        }

        return new HttpMethod(name);
    }

    /// <summary>
    /// The body. One that was written and rendered to null is sent as null: the occurrence, which may hold more than the body was
    /// meant to tell, is sent only where no body was written.
    /// </summary>
    private static ReadOnlyMemory<byte>? ReadBody(ConfigObject config, ReadOnlyMemory<byte>? written)
    {
        if (config.Find(Body) is { } body)
        {
            return JsonMarshal.GetRawUtf8Value(body).ToArray();
        }

        // Not a conditional expression: a null array would become a body that is there and empty.
        if (config.Names(Body) && written is { } source && WritesBody(source))
        {
            return "null"u8.ToArray();
        }

        return null;
    }

    private static bool WritesBody(ReadOnlyMemory<byte> config)
    {
        using var document = JsonDocument.Parse(config, new JsonDocumentOptions { MaxDepth = RenderedJson.MaxDepth });
        return document.RootElement.TryGetProperty(Body, out var body) && body.ValueKind != JsonValueKind.Null;
    }
}

using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Reads the adapter's settings, as written or as rendered, and collects everything that is wrong with them.</summary>
internal sealed class EmailSettingsReader(UrlRules urls)
{
    /// <summary>The properties of the settings.</summary>
    public static readonly string[] Properties = ["apiKey", "apiUrl", "from"];

    private const string SendPath = "/v3/mail/send";

    /// <summary>Where mails go without an <c>apiUrl</c>.</summary>
    public static readonly Uri DefaultUrl = new("https://api.sendgrid.com" + SendPath);

    /// <summary>Reads settings.</summary>
    /// <param name="given">The JSON.</param>
    /// <param name="stage">Whether their templates are rendered.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The settings; null when there is a fault, or a template that is not rendered yet.</returns>
    public EmailSettings? Read(JsonElement given, ConfigStage stage, FaultList faults)
    {
        if (ConfigObject.Of(given, "settings", stage, faults) is not { } settings)
        {
            return null;
        }

        var before = faults.Count;
        var key = settings.Require("apiKey", "The mail service needs an 'apiKey'.") ? settings.Text("apiKey", SingleLine.JudgeToken) : null;
        var url = ServiceUrl.Read(settings, "apiUrl", urls, faults);
        if (settings.Find("from") is { } from)
        {
            EmailAddresses.Read(from, settings.PathOf("from"), stage, faults, isRequired: true);
        }

        settings.RefuseOthers(Properties, "The settings of mails");
        return key is null || faults.Count > before
            ? null
            : new EmailSettings(url is null ? DefaultUrl : WithPath(url), key, settings.Find("from") is { } sender ? Write(sender) : null);
    }

    /// <summary>A URL without a path is the service's root.</summary>
    private static Uri WithPath(Uri url) => url.AbsolutePath == "/" ? new Uri(url, SendPath) : url;

    private static byte[] Write(JsonElement sender)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            EmailAddresses.Write(json, sender);
        }

        return buffer.WrittenSpan.ToArray();
    }
}

using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>The adapter's settings as rendered, read and judged.</summary>
/// <param name="PostMessage">The method that posts messages.</param>
/// <param name="BotToken">The bot's token; null when configs bring their own.</param>
internal sealed record SlackSettings(Uri PostMessage, string? BotToken)
{
    /// <summary>The properties of the settings.</summary>
    public static readonly string[] Properties = ["botToken", "apiUrl"];

    private const string Method = "/chat.postMessage";

    /// <summary>What goes without settings.</summary>
    public static SlackSettings Default { get; } = new(new Uri("https://slack.com/api" + Method), BotToken: null);

    /// <summary>Reads settings, as written or as rendered.</summary>
    /// <param name="given">The JSON.</param>
    /// <param name="stage">Whether their templates are rendered.</param>
    /// <param name="urls">The rules of the host.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The settings; of no use when there is a fault.</returns>
    public static SlackSettings? Read(JsonElement given, ConfigStage stage, UrlRules urls, FaultList faults)
    {
        if (ConfigObject.Of(given, "settings", stage, faults) is not { } settings)
        {
            return null;
        }

        var token = settings.Text("botToken", SingleLine.JudgeToken);
        var url = ServiceUrl.Read(settings, "apiUrl", urls, faults);
        settings.RefuseOthers(Properties, "The settings of Slack");
        return Default with { PostMessage = url is null ? Default.PostMessage : MethodOf(url), BotToken = token };
    }

    private static Uri MethodOf(Uri api) => new(api.GetLeftPart(UriPartial.Path).TrimEnd('/') + Method);
}

using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>Reads a Slack config, as written or as rendered, and collects everything that is wrong with it.</summary>
internal sealed class SlackConfigReader(UrlRules urls)
{
    /// <summary>The most characters of <c>text</c>; Slack cuts off what is beyond.</summary>
    public const int MaxText = 40_000;

    /// <summary>The most blocks of a message.</summary>
    public const int MaxBlocks = 50;

    /// <summary>The most attachments of a message.</summary>
    public const int MaxAttachments = 100;

    /// <summary>
    /// The properties of a config. Those that make Slack find mentions and links in plain words (<c>parse</c>, <c>link_names</c>) are
    /// not among them: with them a value could call people.
    /// </summary>
    public static readonly string[] Properties =
        ["adapter", "webhookUrl", "channel", "token", .. Texts, .. Lists, .. Flags, "strict"];

    /// <summary>The properties that say something.</summary>
    private static readonly string[] Contents = ["text", "blocks", "attachments"];

    /// <summary>The properties that only a bot's message has.</summary>
    private static readonly string[] OfBots = ["channel", "token"];

    private static string[] Texts => ["text", "username", "icon_emoji", "icon_url", "thread_ts"];

    private static string[] Lists => ["blocks", "attachments"];

    private static string[] Flags => ["reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn"];

    /// <summary>Whether a property is a text of the message.</summary>
    public static bool IsText(string name) => Texts.Contains(name, StringComparer.Ordinal) || name == "channel";

    /// <summary>Reads a config.</summary>
    /// <param name="given">The JSON.</param>
    /// <param name="stage">Whether its templates are rendered.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>Where it sends; of no use when there is a fault.</returns>
    public SlackConfig? Read(JsonElement given, ConfigStage stage, FaultList faults)
    {
        if (ConfigObject.Of(given, "config", stage, faults) is not { } config)
        {
            return null;
        }

        var url = ServiceUrl.Read(config, "webhookUrl", urls, faults);
        var token = ReadTarget(config);
        config.Text("text", text => text.Length <= MaxText
            ? null
            : (config.TooLarge, $"The text has {text.Length} characters; Slack takes at most {MaxText}."));
        ReadList(config, "blocks", MaxBlocks, faults);
        ReadList(config, "attachments", MaxAttachments, faults);

        foreach (var text in Texts.Skip(1))
        {
            config.Text(text);
        }

        foreach (var flag in Flags)
        {
            config.Flag(flag);
        }

        if (Array.TrueForAll(Contents, c => IsMissing(config, c)))
        {
            Require(config, "A message needs 'text', 'blocks' or both.");
        }

        config.Flag("strict");
        config.RefuseOthers(Properties, "A Slack config");
        return new SlackConfig(url, token);
    }

    /// <summary>A template gives a text here, never a list or an object, so one that stands for either could never be sent.</summary>
    private static void ReadList(ConfigObject config, string name, int max, FaultList faults)
    {
        if (config.Find(name) is { } list && ConfigObject.IsOpen(list, config.Stage))
        {
            config.Refuse(name, ErrorCodes.ConfigInvalid, $"'{name}' is a template, whose value could call people; write the list out, with templates in its texts.");
            return;
        }

        foreach (var (item, path) in config.Items(name, max))
        {
            if (ConfigObject.IsOpen(item, config.Stage))
            {
                faults.Add(path, ErrorCodes.ConfigInvalid, $"'{path}' is a template, whose value could call people; write the object out, with templates in its texts.");
                continue;
            }

            ConfigObject.Of(item, path, config.Stage, faults);
        }
    }

    private static string? ReadTarget(ConfigObject config)
    {
        if (config.Has("webhookUrl"))
        {
            foreach (var name in OfBots.Where(config.Has))
            {
                config.Refuse(name, ErrorCodes.ConfigInvalid, $"An incoming webhook has its channel already; remove '{name}' or 'webhookUrl'.");
            }

            return null;
        }

        if (config.Require(config.Names("channel") ? "channel" : "webhookUrl", "A message needs 'webhookUrl', or 'channel' and a bot token."))
        {
            config.Text("channel", JudgeChannel);
        }

        return config.Text("token", SingleLine.JudgeToken);
    }

    /// <summary>Whether there is nothing to say in a property: an empty text counts as none.</summary>
    private static bool IsMissing(ConfigObject config, string name) => config.Find(name) is not { } value
        || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0)
        || config.IsEmptyList(name);

    private static void Require(ConfigObject config, string why)
    {
        var code = config.Stage == ConfigStage.Rendered ? ErrorCodes.TemplateUnresolved : ErrorCodes.FieldRequired;
        config.Refuse("text", code, why);
    }

    private static (string Code, string Message)? JudgeChannel(string channel) => channel.Length > 0 && !channel.Any(char.IsControl)
        ? null
        : (ErrorCodes.ConfigInvalid, "A channel is an id such as C0123456789, or a name.");
}

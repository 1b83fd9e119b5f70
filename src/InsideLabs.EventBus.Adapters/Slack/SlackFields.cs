using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>What is special about the fields of a Slack config and of the adapter's settings.</summary>
internal static class SlackFields
{
    /// <summary>
    /// Where Slack may read markup: in any text, however deep, also in kinds of blocks that do not exist yet. A value that lands there
    /// is escaped and never becomes structure, so that an interaction whose text is <c>&lt;!channel&gt;</c> calls nobody; what the
    /// config's author wrote out keeps its meaning.
    /// </summary>
    private static readonly string[] MarkupPaths = ["text", "blocks", "blocks.**", "attachments", "attachments.**"];

    /// <summary>URLs, which are no markup: a value in one keeps its <c>&amp;</c>.</summary>
    private static readonly string[] UrlPaths =
    [
        .. UrlsOfBlock("blocks[]"),
        .. UrlsOfBlock("attachments[].blocks[]"),
        "attachments[].title_link", "attachments[].image_url", "attachments[].thumb_url", "attachments[].author_link",
        "attachments[].author_icon", "attachments[].footer_icon", "attachments[].from_url", "attachments[].original_url",
        "attachments[].service_icon", "attachments[].actions[].url",
    ];

    /// <summary>The fields of the config.</summary>
    public static ConfigFields Config { get; } = new(
    [
        new ConfigField("adapter") { AllowsTemplates = false },
        new ConfigField("strict") { AllowsTemplates = false },
        new ConfigField("webhookUrl") { IsCredential = true, IsRequired = true },
        new ConfigField("token") { IsCredential = true, IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("channel") { IsRequired = true },
        .. MarkupPaths.Select(p => new ConfigField(p) { Encoding = FieldEncoding.Markup }),
        .. UrlPaths.Select(p => new ConfigField(p)),
    ]);

    /// <summary>The fields of the settings.</summary>
    public static ConfigFields Settings { get; } = new(
        new ConfigField("botToken") { IsCredential = true, IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("apiUrl") { IsRequired = true });

    /// <summary>Pictures, files, videos, buttons, menus, contexts and the links of rich texts.</summary>
    private static string[] UrlsOfBlock(string block) =>
    [
        $"{block}.title_url", $"{block}.video_url", $"{block}.thumbnail_url", $"{block}.provider_icon_url",
        $"{block}.elements[].elements[].url", $"{block}.elements[].elements[].elements[].url",
        .. UrlsOfElement(block), .. UrlsOfElement($"{block}.accessory"), .. UrlsOfElement($"{block}.elements[]"),
    ];

    private static string[] UrlsOfElement(string element) =>
    [
        $"{element}.url", $"{element}.image_url", $"{element}.slack_file.url", $"{element}.options[].url", $"{element}.workflow.trigger.url",
    ];
}

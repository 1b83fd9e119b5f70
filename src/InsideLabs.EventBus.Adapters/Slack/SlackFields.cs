using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>What is special about the fields of a Slack config and of the adapter's settings.</summary>
internal static class SlackFields
{
    /// <summary>
    /// Where Slack reads markup. A value that lands there is escaped, so that an interaction whose text is <c>&lt;!channel&gt;</c>
    /// calls nobody; what the config's author wrote out keeps its meaning.
    /// </summary>
    private static readonly string[] MarkupPaths =
    [
        "text",
        .. Blocks("blocks[]"),
        "attachments[].fallback", "attachments[].pretext", "attachments[].title", "attachments[].text", "attachments[].footer",
        "attachments[].author_name", "attachments[].fields[].title", "attachments[].fields[].value",
        .. Blocks("attachments[].blocks[]"),
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
    ]);

    /// <summary>The fields of the settings.</summary>
    public static ConfigFields Settings { get; } = new(
        new ConfigField("botToken") { IsCredential = true, IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("apiUrl") { IsRequired = true });

    /// <summary>Sections, headers, contexts, buttons and pictures.</summary>
    private static string[] Blocks(string block) =>
    [
        $"{block}.text.text", $"{block}.fields[].text", $"{block}.accessory.text.text", $"{block}.accessory.placeholder.text",
        $"{block}.elements[].text", $"{block}.elements[].text.text", $"{block}.elements[].placeholder.text", $"{block}.title.text",
        $"{block}.label.text", $"{block}.alt_text", $"{block}.elements[].alt_text", $"{block}.accessory.alt_text",
    ];
}

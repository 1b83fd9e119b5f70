using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Judges a mail's config, as written or as rendered, and collects everything that is wrong with it.</summary>
internal static class EmailConfigReader
{
    /// <summary>The properties of a config.</summary>
    public static readonly string[] Properties =
    [
        "adapter", "personalizations", "to", "from", "reply_to", "subject", "template_id", "text", "html", "body", "attachments",
        "categories", "headers", "custom_args", "send_at", "strict",
    ];

    /// <summary>The most recipients of one request, copies included; the service takes no more.</summary>
    public const int MaxRecipients = 1000;

    private const int MaxCategories = 10;
    private const int MaxCategoryLength = 255;

    private static readonly string[] Contents = ["text", "html", "body"];

    /// <summary>Judges a config.</summary>
    /// <param name="given">The JSON.</param>
    /// <param name="stage">Whether its templates are rendered.</param>
    /// <param name="faults">Where to collect.</param>
    public static void Read(JsonElement given, ConfigStage stage, FaultList faults)
    {
        if (ConfigObject.Of(given, "config", stage, faults) is not { } config)
        {
            return;
        }

        var isPersonalized = EmailRecipients.Read(config, faults);
        ReadAddress(config, "from", isRequired: true, faults);
        ReadAddress(config, "reply_to", isRequired: false, faults);
        ReadSubject(config, faults);
        ReadContent(config, hasSubjects: isPersonalized && EmailRecipients.AllHaveSubjects(config), faults);
        EmailAttachments.Read(config, faults);
        foreach (var (category, path) in config.Items("categories", MaxCategories))
        {
            ConfigObject.Text(category, path, stage, faults, JudgeCategory);
        }

        EmailHeaders.Read(config, faults);
        EmailHeaders.ReadArguments(config, faults);
        ReadSendAt(config);
        config.Flag("strict");
        config.RefuseOthers(Properties, "A mail's config");
    }

    private static void ReadAddress(ConfigObject config, string name, bool isRequired, FaultList faults)
    {
        if (config.Find(name) is { } address)
        {
            EmailAddresses.Read(address, config.PathOf(name), config.Stage, faults, isRequired);
        }
    }

    private static void ReadContent(ConfigObject config, bool hasSubjects, FaultList faults)
    {
        ReadTemplate(config, faults);
        foreach (var name in Contents)
        {
            config.Text(name, JudgeContent);
        }

        if (config.Has("body") && config.Has("text"))
        {
            config.Refuse("body", ErrorCodes.ConfigInvalid, "'body' is the short name of 'text'; give one of them.");
        }

        if (config.Has("template_id"))
        {
            return;
        }

        if (!hasSubjects)
        {
            config.Require("subject", "A mail without 'template_id' needs a 'subject', here or in every personalization.");
        }

        if (!Array.Exists(Contents, config.Has))
        {
            config.Require(Array.Find(Contents, config.Names) ?? Contents[0], "A mail without 'template_id' needs 'text', 'html' or both; 'body' is short for 'text'.");
        }
    }

    private static void ReadTemplate(ConfigObject config, FaultList faults)
    {
        if (config.Find("template_id") is { } template)
        {
            ConfigObject.Line(template, config.PathOf("template_id"), config.Stage, faults, JudgeTemplate);
        }
    }

    private static void ReadSendAt(ConfigObject config)
    {
        if (config.Find("send_at") is { } at && !ConfigObject.IsOpen(at, config.Stage) && EmailSendAt.Of(at) is null)
        {
            config.Refuse("send_at", ErrorCodes.TypeMismatch, "'send_at' is a whole number: the Unix second of the sending.");
        }
    }

    /// <summary>Judges <c>subject</c>, of the mail or of a personalization.</summary>
    public static void ReadSubject(ConfigObject parent, FaultList faults)
    {
        if (parent.Find("subject") is { } subject)
        {
            ConfigObject.Line(subject, parent.PathOf("subject"), parent.Stage, faults, JudgeSubject);
        }
    }

    private static (string Code, string Message)? JudgeSubject(string subject) => subject.Length == 0
        ? (ErrorCodes.ConfigInvalid, "The subject is empty, which the mail service refuses.")
        : SingleLine.Judge(subject);

    private static (string Code, string Message)? JudgeTemplate(string template) => template.Length == 0
        ? (ErrorCodes.ConfigInvalid, "The template's id is empty; give the id, or remove 'template_id'.")
        : SingleLine.Judge(template);

    private static (string Code, string Message)? JudgeContent(string content) => content.Length == 0
        ? (ErrorCodes.ConfigInvalid, "The text is empty, which the mail service refuses.")
        : null;

    private static (string Code, string Message)? JudgeCategory(string category) => category.Length is >= 1 and <= MaxCategoryLength
        ? null
        : (ErrorCodes.ConfigInvalid, $"A category has 1 to {MaxCategoryLength} characters; this one has {category.Length}.");
}

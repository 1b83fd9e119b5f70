using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>What is special about the fields of a mail's config and of the adapter's settings.</summary>
internal static class EmailFields
{
    /// <summary>The fields of the config.</summary>
    public static ConfigFields Config { get; } = new(
    [
        new ConfigField("adapter") { AllowsTemplates = false },
        new ConfigField("strict") { AllowsTemplates = false },
        .. Address("from", isRequired: true),
        .. Address("reply_to", isRequired: false),
        .. Address("to", isRequired: true),
        .. Address("to[]", isRequired: true),
        .. Address("personalizations[].to[]", isRequired: true),
        .. Address("personalizations[].cc[]", isRequired: false),
        .. Address("personalizations[].bcc[]", isRequired: false),
        Header("subject"),
        Header("personalizations[].subject"),
        Header("headers.*"),
        Header("personalizations[].headers.*"),
        new ConfigField("template_id") { IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("html") { Encoding = FieldEncoding.Html },
        new ConfigField("attachments[].content") { IsRequired = true },
        new ConfigField("attachments[].filename") { IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        Header("attachments[].type"),
        Header("attachments[].content_id"),
    ]);

    /// <summary>The fields of the settings.</summary>
    public static ConfigFields Settings { get; } = new(
    [
        new ConfigField("apiKey") { IsCredential = true, IsRequired = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("apiUrl") { IsRequired = true },
        .. Address("from", isRequired: true),
    ]);

    /// <summary>An address may be written as a text or as an object with a name.</summary>
    private static ConfigField[] Address(string path, bool isRequired) =>
    [
        new ConfigField(path) { IsRequired = isRequired, SingleLineCode = ErrorCodes.AddressInvalid },
        new ConfigField($"{path}.email") { IsRequired = isRequired, SingleLineCode = ErrorCodes.AddressInvalid },
        Header($"{path}.name"),
    ];

    private static ConfigField Header(string path) => new(path) { SingleLineCode = ErrorCodes.HeaderValueInvalid };
}

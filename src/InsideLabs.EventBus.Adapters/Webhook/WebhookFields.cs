using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>What is special about the fields of a webhook's config.</summary>
internal static class WebhookFields
{
    /// <summary>The fields of the config; those of the body are plain JSON.</summary>
    public static ConfigFields Config { get; } = new(
        new ConfigField("adapter") { AllowsTemplates = false },
        new ConfigField("url") { Encoding = FieldEncoding.Url, AllowsSecrets = true, IsRequired = true },
        new ConfigField("method") { AllowsTemplates = false },
        new ConfigField("headers.*") { AllowsSecrets = true, SingleLineCode = ErrorCodes.HeaderValueInvalid },
        new ConfigField("strict") { AllowsTemplates = false });
}

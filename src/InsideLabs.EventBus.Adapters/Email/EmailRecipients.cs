using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Judges who gets a mail: <c>personalizations</c>, or <c>to</c> for short.</summary>
internal static class EmailRecipients
{
    /// <summary>The properties of a personalization.</summary>
    public static readonly string[] Properties = ["to", "cc", "bcc", "subject", "headers", "dynamic_template_data", "custom_args"];

    /// <summary>The lists of addresses in a personalization, the one that must not be empty first.</summary>
    public static readonly string[] Lists = ["to", "cc", "bcc"];

    /// <summary>Reads the recipients.</summary>
    /// <param name="config">The config.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>Whether they are written as personalizations.</returns>
    public static bool Read(ConfigObject config, FaultList faults)
    {
        if (config.Has("to"))
        {
            ReadShort(config, faults);
            if (config.Has("personalizations"))
            {
                config.Refuse("to", ErrorCodes.ConfigInvalid, "'to' is short for one of the 'personalizations'; give one of them.");
            }

            return false;
        }

        if (!config.Require(config.Names("to") && !config.Has("personalizations") ? "to" : "personalizations", "A mail needs recipients: 'personalizations', or 'to' for short."))
        {
            return false;
        }

        if (config.IsEmptyList("personalizations"))
        {
            config.Refuse("personalizations", ErrorCodes.FieldRequired, "A mail needs at least one personalization.");
        }

        var recipients = 0;
        foreach (var (value, path) in config.Items("personalizations", EmailConfigReader.MaxRecipients))
        {
            recipients += ReadOne(value, path, config.Stage, faults);
        }

        if (recipients > EmailConfigReader.MaxRecipients)
        {
            config.Refuse(
                "personalizations",
                config.TooLarge,
                $"The mail has {recipients} recipients with copies; at most {EmailConfigReader.MaxRecipients} are allowed.");
        }

        return true;
    }

    /// <summary>Whether every personalization has a subject of its own, as far as is known.</summary>
    public static bool AllHaveSubjects(ConfigObject config) => config.Find("personalizations") is not { ValueKind: JsonValueKind.Array } list
        || list.EnumerateArray().All(p =>
            p.ValueKind != JsonValueKind.Object || (p.TryGetProperty("subject", out var subject) && subject.ValueKind != JsonValueKind.Null));

    private static void ReadShort(ConfigObject config, FaultList faults)
    {
        var given = config.Find("to")!.Value;
        if (given.ValueKind != JsonValueKind.Array)
        {
            EmailAddresses.Read(given, config.PathOf("to"), config.Stage, faults, isRequired: true);
            return;
        }

        if (config.IsEmptyList("to"))
        {
            config.Refuse("to", ErrorCodes.FieldRequired, "A mail needs at least one recipient.");
        }

        foreach (var (address, path) in config.Items("to", EmailConfigReader.MaxRecipients))
        {
            EmailAddresses.Read(address, path, config.Stage, faults, isRequired: true);
        }
    }

    private static int ReadOne(JsonElement value, string path, ConfigStage stage, FaultList faults)
    {
        if (ConfigObject.Of(value, path, stage, faults) is not { } personalization)
        {
            return 0;
        }

        var recipients = 0;
        foreach (var list in Lists)
        {
            var isRequired = list == Lists[0];
            if (isRequired && (!personalization.Require(list, "A personalization needs 'to': at least one recipient.") || personalization.IsEmptyList(list)))
            {
                RefuseEmpty(personalization, list);
                continue;
            }

            var addresses = personalization.Items(list, EmailConfigReader.MaxRecipients);
            recipients += addresses.Count;
            foreach (var (address, addressPath) in addresses)
            {
                EmailAddresses.Read(address, addressPath, stage, faults, isRequired);
            }
        }

        EmailConfigReader.ReadSubject(personalization, faults);
        EmailHeaders.Read(personalization, faults);
        personalization.Object("dynamic_template_data");
        EmailHeaders.ReadArguments(personalization, faults);
        personalization.RefuseOthers(Properties, "A personalization");
        return recipients;
    }

    private static void RefuseEmpty(ConfigObject personalization, string list)
    {
        if (personalization.IsEmptyList(list))
        {
            personalization.Refuse(list, ErrorCodes.FieldRequired, "A personalization needs at least one recipient.");
        }
    }
}

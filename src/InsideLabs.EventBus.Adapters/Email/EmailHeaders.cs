using System.Buffers;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Judges the headers that a mail gets in addition, and the arguments that the service hands back with its events.</summary>
internal static class EmailHeaders
{
    private const int MaxArgumentsLength = 10_000;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that have a field of their own or are the service's.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id", "x-sg-eid", "Received", "DKIM-Signature", "Content-Type", "Content-Transfer-Encoding", "To", "From", "Subject", "Reply-To",
        "CC", "BCC",
    };

    /// <summary>Reads <c>headers</c>.</summary>
    public static void Read(ConfigObject parent, FaultList faults)
    {
        if (parent.Object("headers") is not { } headers)
        {
            return;
        }

        foreach (var header in headers.Properties)
        {
            var name = FaultText.Show(header.Name);
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                headers.Refuse(name, ErrorCodes.ConfigInvalid, "A header's name consists of letters, digits and !#$%&'*+-.^_`|~.");
            }
            else if (Reserved.Contains(header.Name))
            {
                headers.Refuse(name, ErrorCodes.ConfigInvalid, $"The header '{name}' has a field of its own, or is the mail service's; remove it.");
            }
            else
            {
                ReadLine(headers, header, faults);
            }
        }
    }

    /// <summary>Reads <c>custom_args</c>.</summary>
    public static void ReadArguments(ConfigObject parent, FaultList faults)
    {
        if (parent.Object("custom_args") is not { } arguments)
        {
            return;
        }

        var length = 0;
        foreach (var argument in arguments.Properties)
        {
            length += argument.Name.Length + (ReadText(arguments, argument, faults)?.Length ?? 0);
        }

        if (length > MaxArgumentsLength)
        {
            parent.Refuse("custom_args", parent.TooLarge, $"The arguments have {length} characters together; at most {MaxArgumentsLength} are allowed.");
        }
    }

    private static void ReadLine(ConfigObject parent, JsonProperty header, FaultList faults)
    {
        if (header.Value.ValueKind != JsonValueKind.Null)
        {
            ConfigObject.Line(header.Value, parent.PathOf(header.Name), parent.Stage, faults, SingleLine.Judge);
        }
    }

    private static string? ReadText(ConfigObject parent, JsonProperty argument, FaultList faults) => argument.Value.ValueKind == JsonValueKind.Null
        ? null
        : ConfigObject.Text(argument.Value, parent.PathOf(FaultText.Show(argument.Name)), parent.Stage, faults, judge: null);
}

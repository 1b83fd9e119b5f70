using System.Globalization;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Judges mail addresses: what a mail service could take for another address, a list or a header is refused.</summary>
internal static class EmailAddresses
{
    /// <summary>The most characters of an address.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const string Specials = "()<>[]\\,;:\"";

    /// <summary>The properties of an address object.</summary>
    public static readonly string[] Properties = ["email", "name"];

    /// <summary>Judges an address without a display name: one <c>@</c>, something on both sides of it, and nothing that has a meaning in a header.</summary>
    /// <param name="address">The address.</param>
    public static (string Code, string Message)? Judge(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var domain = address[(at + 1)..];
        var isAddress = address.Length <= MaxLength
            && at is > 0 and <= MaxLocalLength
            && domain.Length > 0
            && !domain.Contains('@', StringComparison.Ordinal)
            && domain[0] is not ('.' or '-')
            && domain[^1] is not ('.' or '-')
            && !domain.Contains("..", StringComparison.Ordinal)
            && address.All(MayStand);
        return isAddress ? null : (
            ErrorCodes.AddressInvalid,
            $"'{FaultText.Show(address)}' is no mail address such as jane@example.com; a display name goes into 'name'.");
    }

    /// <summary>Reads <c>{email, name?}</c>, or a text where only the address is given.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="stage">When it is judged.</param>
    /// <param name="faults">Where to collect.</param>
    /// <param name="isRequired">Whether a value that rendering did not find is a fault; otherwise the address is left out.</param>
    public static void Read(JsonElement value, string path, ConfigStage stage, FaultList faults, bool isRequired)
    {
        if (!isRequired && stage == ConfigStage.Rendered && IsMissing(value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && stage == ConfigStage.Rendered)
        {
            faults.Add(path, ErrorCodes.TemplateUnresolved, "The mail needs this address, and the template found none.");
        }
        else if (value.ValueKind != JsonValueKind.Object)
        {
            ConfigObject.Text(value, path, stage, faults, Judge);
        }
        else if (ConfigObject.Of(value, path, stage, faults) is { } address)
        {
            if (address.Require("email", "An address needs 'email'."))
            {
                address.Text("email", Judge);
            }

            address.Line("name");
            address.RefuseOthers(Properties, "An address");
        }
    }

    /// <summary>Whether rendering found no address: null, or an object whose <c>email</c> is null.</summary>
    public static bool IsMissing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.Null);

    /// <summary>Writes an address as an object, the name only when there is one.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement address)
    {
        json.WriteStartObject();
        if (address.ValueKind != JsonValueKind.Object)
        {
            json.WritePropertyName("email");
            json.CopyText(address);
        }
        else
        {
            foreach (var property in address.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
            {
                json.CopyText(property);
            }
        }

        json.WriteEndObject();
    }

    private static bool MayStand(char c) => !char.IsControl(c)
        && !char.IsWhiteSpace(c)
        && !Specials.Contains(c, StringComparison.Ordinal)
        && char.GetUnicodeCategory(c) != UnicodeCategory.Format;
}

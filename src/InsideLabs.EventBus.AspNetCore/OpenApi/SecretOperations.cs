using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/secrets</c>.</summary>
internal static class SecretOperations
{
    private const string Tag = "Settings";

    private const string Path = "/secrets";

    private static readonly ApiParameter Name = new("name", "path", ApiKind.Text, "1 to 128 of `A-Z a-z 0-9 _ -`.", "mailKey");

    public static readonly ApiOperation List = new("GET", Path, "listSecrets", Tag, "Lists the names of the secrets")
    {
        Description = "In ascending order. Nothing shows their values.",
        Parameters = [ApiParameters.Limit, ApiParameters.AfterName],
        Answer = new ApiAnswer(200, "The names.", typeof(string), """["mailKey","warehouse"]""") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Put = new("PUT", Path + "/{name}", "putSecret", Tag, "Creates or replaces a secret")
    {
        Description = "It is stored encrypted. Templates use it as `{{secrets.name}}` where an adapter says that secrets may go.",
        Parameters = [Name],
        Request = new ApiContent(typeof(SecretRequest), """{"value":"a text that nobody else knows"}"""),
        Answer = new ApiAnswer(204, "It is stored."),
        Codes = [.. ApiOperation.WithBody, ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Delete = new("DELETE", Path + "/{name}", "deleteSecret", Tag, "Deletes a secret")
    {
        Description = "Templates that use it find no value from then on.",
        Parameters = [Name],
        Answer = new ApiAnswer(204, "It is deleted."),
        Codes = [ErrorCodes.NotFound, ErrorCodes.ParameterInvalid],
    };
}

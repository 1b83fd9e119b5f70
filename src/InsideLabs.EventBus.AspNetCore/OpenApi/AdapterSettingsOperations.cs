using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/adapter-settings</c>.</summary>
internal static class AdapterSettingsOperations
{
    private const string Tag = "Adapters";

    private const string Path = "/adapter-settings";

    private const string Example = """
        {"name":"adapter:email","enabled":true,"settings":{"apiKey":"***","apiUrl":"https://api.sendgrid.com"}}
        """;

    private static readonly ApiParameter Name =
        new("name", "path", ApiKind.Text, "The adapter's key, with or without `adapter:`.", "adapter:email");

    private static readonly ApiAnswer Shown = new(200, "The settings, credentials shown as `***`.", typeof(AdapterSettingsResponse), Example);

    public static readonly ApiOperation List = new("GET", Path, "listAdapterSettings", Tag, "Lists the settings of adapters")
    {
        Description = "In ascending order of the adapters' keys: those that are written.",
        Parameters = [ApiParameters.Limit, ApiParameters.AfterName],
        Answer = new ApiAnswer(200, "The settings.", typeof(AdapterSettingsResponse), $"[{Example}]") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{name}", "getAdapterSettings", Tag, "Gets the settings of an adapter")
    {
        Parameters = [Name],
        Answer = Shown,
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Put = new("PUT", Path + "/{name}", "putAdapterSettings", Tag, "Creates or replaces the settings of an adapter")
    {
        Description = "The adapter's code judges them. A credential that is written out is stored encrypted; given as `***` it keeps the stored "
            + "one. While an adapter is disabled its deliveries fail and are tried again.",
        Parameters = [Name],
        Request = new ApiContent(
            typeof(AdapterSettingsRequest),
            """{"enabled":true,"settings":{"apiKey":"{{secrets.mailKey}}","apiUrl":"https://api.sendgrid.com"}}"""),
        Answer = Shown,
        Codes = [.. ApiOperation.WithBody, .. ApiOperation.WithConfig, ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Delete = new("DELETE", Path + "/{name}", "deleteAdapterSettings", Tag, "Deletes the settings of an adapter")
    {
        Parameters = [Name],
        Answer = new ApiAnswer(204, "They are deleted."),
        Codes = [ErrorCodes.NotFound, ErrorCodes.ParameterInvalid],
    };
}

using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/global-settings</c>.</summary>
internal static class GlobalSettingOperations
{
    private const string Tag = "Settings";

    private const string Path = "/global-settings";

    private const string Members = """
        "value":{"name":"Inside Shop","url":"https://shop.example.com"},"description":"Who writes to our customers."
        """;

    private const string Example = $$"""{"key":"company",{{Members}}}""";

    private static readonly ApiParameter Key = new("key", "path", ApiKind.Text, "1 to 128 of `A-Z a-z 0-9 _ -`.", "company");

    private static readonly ApiAnswer Shown = new(200, "The setting.", typeof(GlobalSettingResponse), Example);

    public static readonly ApiOperation List = new("GET", Path, "listGlobalSettings", Tag, "Lists global settings")
    {
        Description = "In ascending order of their keys.",
        Parameters = [ApiParameters.Limit, ApiParameters.AfterName],
        Answer = new ApiAnswer(200, "The settings.", typeof(GlobalSettingResponse), $"[{Example}]") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{key}", "getGlobalSetting", Tag, "Gets a global setting")
    {
        Parameters = [Key],
        Answer = Shown,
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Put = new("PUT", Path + "/{key}", "putGlobalSetting", Tag, "Creates or replaces a global setting")
    {
        Description = "Templates use it as `{{global.key}}`. Its own texts may hold templates, but no secrets: it can be used anywhere.",
        Parameters = [Key],
        Request = new ApiContent(typeof(GlobalSettingRequest), $$"""{{{Members}}}"""),
        Answer = Shown,
        Codes = [.. ApiOperation.WithBody, .. ApiOperation.WithTemplates, ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Delete = new("DELETE", Path + "/{key}", "deleteGlobalSetting", Tag, "Deletes a global setting")
    {
        Description = "Templates that use it find no value from then on.",
        Parameters = [Key],
        Answer = new ApiAnswer(204, "It is deleted."),
        Codes = [ErrorCodes.NotFound, ErrorCodes.ParameterInvalid],
    };
}

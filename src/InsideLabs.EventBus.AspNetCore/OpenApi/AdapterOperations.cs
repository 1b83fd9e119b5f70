using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/adapters</c>.</summary>
internal static class AdapterOperations
{
    private const string Tag = "Adapters";

    private const string Example = """
        {"key":"adapter:webhook","description":"Sends signed HTTP requests.","configSchema":{"type":"object","required":["adapter","url"]},
        "settingsSchema":null,"configured":true}
        """;

    public static readonly ApiOperation List = new("GET", "/adapters", "listAdapters", Tag, "Lists the adapters of this server")
    {
        Parameters = [ApiParameters.Limit, ApiParameters.AfterName],
        Answer = new ApiAnswer(200, "The adapters, in the order of their keys.", typeof(AdapterResponse), $"[{Example}]")
        {
            IsArray = true,
            Headers = [ApiParameters.Link],
        },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Get = new("GET", "/adapters/{name}", "getAdapter", Tag, "Gets an adapter with its schemas")
    {
        Parameters = [new ApiParameter("name", "path", ApiKind.Text, "The adapter's key, with or without `adapter:`.", "adapter:webhook")],
        Answer = new ApiAnswer(200, "The adapter.", typeof(AdapterResponse), Example),
        Codes = [ErrorCodes.NotFound],
    };
}

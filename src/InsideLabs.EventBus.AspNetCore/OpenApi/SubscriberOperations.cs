using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/subscribers</c>.</summary>
internal static class SubscriberOperations
{
    private const string Tag = "Subscribers";

    private const string Path = "/subscribers";

    private const string Members = """
        "name":"Warehouse","adapter":"adapter:webhook","config":{"url":"https://example.com/hooks","headers":{"authorization":"Bearer {{secrets.warehouse}}"}}
        """;

    private const string Example = $$"""{"id":"{{ApiParameters.SampleId}}",{{Members}}}""";

    private static readonly ApiAnswer Shown = new(200, "The subscriber.", typeof(SubscriberResponse), Example);

    private static readonly string[] DraftCodes =
        [.. ApiOperation.WithBody, .. ApiOperation.WithConfig, ErrorCodes.ReferenceMismatch, ErrorCodes.ReferenceTaken];

    public static readonly ApiOperation List = new("GET", Path, "listSubscribers", Tag, "Lists subscribers")
    {
        Description = "In ascending order of their ids.",
        Parameters = [ApiParameters.Limit, ApiParameters.After],
        Answer = new ApiAnswer(200, "The subscribers.", typeof(SubscriberResponse), $"[{Example}]") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Create = new("POST", Path, "createSubscriber", Tag, "Creates a subscriber")
    {
        Description = "A credential that is written out in the config is stored encrypted and shown as `***`.",
        Request = new ApiContent(typeof(SubscriberRequest), $$"""{{{Members}}}"""),
        Answer = Shown with { Status = 201, Description = "The new subscriber.", Headers = [ApiParameters.Location] },
        Codes = DraftCodes,
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{id}", "getSubscriber", Tag, "Gets a subscriber")
    {
        Parameters = [ApiParameters.Id],
        Answer = Shown,
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Update = new("PUT", Path + "/{id}", "updateSubscriber", Tag, "Changes a subscriber")
    {
        Description = "Merges: an absent property stays, a present one replaces. Subscriptions that inherit the config take a new one over at once.",
        Parameters = [ApiParameters.Id],
        Request = new ApiContent(typeof(SubscriberChangeRequest), """{"name":"Warehouse, new hall"}"""),
        Answer = Shown,
        Codes = [.. DraftCodes, ErrorCodes.NotFound, ErrorCodes.ReferenceInUse],
    };

    public static readonly ApiOperation Delete = new("DELETE", Path + "/{id}", "deleteSubscriber", Tag, "Deletes a subscriber")
    {
        Description = "Refused while a subscription names it.",
        Parameters = [ApiParameters.Id],
        Answer = new ApiAnswer(204, "It is deleted."),
        Codes = [ErrorCodes.NotFound, ErrorCodes.ReferenceInUse, ErrorCodes.ParameterInvalid],
    };
}

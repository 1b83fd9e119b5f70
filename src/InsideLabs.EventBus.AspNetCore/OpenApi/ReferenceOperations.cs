using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/resource-types</c>, <c>/actions</c> or <c>/origins</c>.</summary>
internal sealed class ReferenceOperations
{
    private const string Tag = "Reference data";

    private static readonly string[] DraftCodes = [.. ApiOperation.WithBody, ErrorCodes.ParameterInvalid, ErrorCodes.ReferenceTaken];

    private ReferenceOperations(ReferenceKind kind, string path, string id, string called, string members)
    {
        (Kind, Called) = (kind, called);
        var example = $$"""{"id":"{{ApiParameters.SampleId}}",{{members}}}""";
        var one = called[0] is 'a' or 'o' ? $"an {called}" : $"a {called}";
        var shown = new ApiAnswer(200, "What is stored.", typeof(ReferenceResponse), example);
        List = new ApiOperation("GET", path, $"list{id}s", Tag, $"Lists {called}s")
        {
            Description = "In ascending order of their ids.",
            Parameters = [ApiParameters.Limit, ApiParameters.After],
            Answer = new ApiAnswer(200, $"The {called}s.", typeof(ReferenceResponse), $"[{example}]") { IsArray = true, Headers = [ApiParameters.Link] },
            Codes = [ErrorCodes.ParameterInvalid],
        };
        Create = new ApiOperation("POST", path, $"create{id}", Tag, $"Creates {one}")
        {
            Request = new ApiContent(typeof(ReferenceRequest), $$"""{{{members}}}"""),
            Answer = shown with { Status = 201, Description = $"The new {called}.", Headers = [ApiParameters.Location] },
            Codes = DraftCodes,
        };
        Get = new ApiOperation("GET", path + "/{id}", $"get{id}", Tag, $"Gets {one}")
        {
            Parameters = [ApiParameters.Id],
            Answer = shown,
            Codes = [ErrorCodes.NotFound],
        };
        Update = new ApiOperation("PUT", path + "/{id}", $"update{id}", Tag, $"Changes {one}")
        {
            Description = "Merges: an absent property stays, a present one replaces. Interactions keep the mnemonics they were recorded with.",
            Parameters = [ApiParameters.Id],
            Request = new ApiContent(typeof(ReferenceChangeRequest), """{"title":"Another title"}"""),
            Answer = shown,
            Codes = [.. DraftCodes, ErrorCodes.NotFound],
        };
        Delete = new ApiOperation("DELETE", path + "/{id}", $"delete{id}", Tag, $"Deletes {one}")
        {
            Description = "Refused while a subscription names it, and for ever once an interaction was recorded with it.",
            Parameters = [ApiParameters.Id],
            Answer = new ApiAnswer(204, "It is deleted."),
            Codes = [ErrorCodes.NotFound, ErrorCodes.ReferenceInUse, ErrorCodes.ParameterInvalid],
        };
    }

    public static IReadOnlyList<ReferenceOperations> All { get; } =
    [
        new(ReferenceKind.ResourceType, "/resource-types", "ResourceType", "resource type", """
            "mnemonic":"ORDER","title":"Order","description":"A customer's order."
            """),
        new(ReferenceKind.Action, "/actions", "Action", "action", """
            "mnemonic":"CREATE","title":"Create","description":"It came into being."
            """),
        new(ReferenceKind.Origin, "/origins", "Origin", "origin", """
            "mnemonic":"SHOP","title":"Web shop","description":null
            """),
    ];

    public ReferenceKind Kind { get; }

    /// <summary>What one is called in messages.</summary>
    public string Called { get; }

    public ApiOperation List { get; }

    public ApiOperation Create { get; }

    public ApiOperation Get { get; }

    public ApiOperation Update { get; }

    public ApiOperation Delete { get; }
}

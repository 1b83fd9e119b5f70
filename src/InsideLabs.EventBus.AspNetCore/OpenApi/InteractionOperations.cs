using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/interactions</c>.</summary>
internal static class InteractionOperations
{
    private const string Tag = "Interactions";

    private const string Path = "/interactions";

    private const string Example = $$"""
        {"interactionId":"019667f5-1c3a-7d90-8b27-5e4f60718293","interactionNumber":42,
        "resourceTypeId":"{{ApiParameters.SampleId}}","resourceType":"ORDER","actionId":"019667f3-9e1b-7f03-a6d4-7b8c9dae0f12","action":"CREATE",
        "originId":null,"origin":null,"resourceId":"order-1001","userId":"u-7","uowId":"019667f5-1c3a-7e01-9c38-6f5a71829304",
        "externalReference":null,"timestamp":"2026-04-08T12:34:56.000Z","createdDate":"2026-04-08T12:34:56.000Z",
        "interaction":{"email":"ada@example.com","name":"Ada"}
        }
        """;

    public static readonly ApiOperation Record = new("POST", Path, "recordInteraction", Tag, "Records an interaction")
    {
        Description = "When the answer comes, the interaction and its deliveries to all subscriptions that it matches are stored.",
        Request = new ApiContent(
            typeof(InteractionRequest),
            """
            {"resourceType":"ORDER","action":"CREATE","resourceId":"order-1001","userId":"u-7","interaction":{"email":"ada@example.com","name":"Ada"}}
            """),
        Answer = new ApiAnswer(201, "The interaction as recorded.", typeof(InteractionResponse), Example) { Headers = [ApiParameters.Location] },
        Codes =
        [
            .. ApiOperation.WithBody, ErrorCodes.ReferenceUnknown, ErrorCodes.ReferenceMismatch, ErrorCodes.TimestampMalformed,
            ErrorCodes.ParameterInvalid,
        ],
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{id}", "getInteraction", Tag, "Gets an interaction")
    {
        Parameters = [ApiParameters.Id],
        Answer = new ApiAnswer(200, "The interaction as recorded.", typeof(InteractionResponse), Example),
        Codes = [ErrorCodes.NotFound],
    };
}

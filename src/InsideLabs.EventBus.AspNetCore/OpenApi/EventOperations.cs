using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/events</c> and <c>/event-types</c>.</summary>
internal static class EventOperations
{
    private const string Tag = "Events";

    private const string SampleEventId = "01JS0Z7V8K3Q4T5W6X7Y8Z9ABC";

    private const string TypeProperties = """
        "eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement","producers":[],
        "description":"Campaign sent","version":1
        """;

    public static readonly ApiOperation Publish = new("POST", "/events", "publishEvents", Tag, "Publishes an event, or up to 1,000")
    {
        Description =
            "When the answer comes, the events and all their deliveries are stored. An array is taken as a whole or not at all; its faults are "
            + "named by index, such as `[3].eventType`. Publishing a known `eventId` again with the same content is a no-op with the first receipt.",
        Request = new ApiContent(
            typeof(EventRequest),
            """{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"}}""",
            OrArray: true),
        Answer = new ApiAnswer(
            202,
            "Stored: one receipt for an event, an array of receipts in the same order for an array.",
            typeof(PublishResponse),
            $$"""{"eventId":"{{SampleEventId}}","deliveries":2,"duplicate":false}""") { IsLikeRequest = true },
        Codes =
        [
            .. ApiOperation.WithBody, ErrorCodes.EventTypeEmpty, ErrorCodes.EventTypeMalformed, ErrorCodes.EventTypeTooLong,
            ErrorCodes.EventTypeTooDeep, ErrorCodes.EventIdMalformed, ErrorCodes.TimestampMalformed, ErrorCodes.ParameterInvalid,
            ErrorCodes.EventTypeUnknown, ErrorCodes.EventNotOwned, ErrorCodes.PayloadInvalid, ErrorCodes.IdempotencyConflict,
        ],
    };

    public static readonly ApiOperation Get = new("GET", "/events/{id}", "getEvent", Tag, "Gets an event")
    {
        Parameters = [new ApiParameter("id", "path", ApiKind.Text, "The event's id.", SampleEventId)],
        Answer = new ApiAnswer(
            200,
            "The envelope, byte for byte as it is delivered.",
            typeof(EventResponse),
            $$$"""
            {"eventId":"{{{SampleEventId}}}","eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement",
            "timestamp":"2026-04-08T12:34:56.000Z","payload":{"campaignId":"c-42"}}
            """),
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation ListTypes = new("GET", "/event-types", "listEventTypes", Tag, "Lists the registered event types")
    {
        Parameters = [ApiParameters.Limit, ApiParameters.AfterName],
        Answer = new ApiAnswer(200, "The event types, in the order of their names.", typeof(EventTypeResponse), $$$"""[{{{{TypeProperties}}}}]""")
        {
            IsArray = true,
            Headers = [ApiParameters.Link],
        },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static new readonly ApiOperation GetType = new("GET", "/event-types/{type}", "getEventType", Tag, "Gets an event type with its JSON Schema")
    {
        Parameters = [new ApiParameter("type", "path", ApiKind.Text, "The event type.", "engagement.campaign.sent")],
        Answer = new ApiAnswer(
            200,
            "The event type.",
            typeof(DescribedEventTypeResponse),
            $$$"""{{{{TypeProperties}}},"schema":{"type":"object","properties":{"campaignId":{"type":"string"}},"required":["campaignId"]}}"""),
        Codes = [ErrorCodes.NotFound],
    };
}

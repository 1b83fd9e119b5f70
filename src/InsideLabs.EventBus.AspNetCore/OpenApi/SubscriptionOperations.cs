using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/subscriptions</c>.</summary>
internal static class SubscriptionOperations
{
    private const string Tag = "Subscriptions";

    private const string Path = "/subscriptions";

    private const string Properties = """
        "eventTypes":["engagement.campaign.*","engagement.segment.user.added"],"resourceTypeId":null,"actionId":null,"originId":null,
        "subscriberId":null,"config":{"adapter":"adapter:webhook","url":"https://example.com/hooks"},"labels":["Production","CRM"],
        "delivery_schedule":{"timezone":"America/New_York","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]},
        "retryDelays":null,
        """;

    private const string Example = $$"""
        {"id":"{{ApiParameters.SampleId}}",{{Properties}}
        "status":"active","createdAt":"2026-04-08T12:00:00.000Z","updatedAt":"2026-04-08T12:00:00.000Z","version":17}
        """;

    private const string CreatedExample = $$"""
        {"id":"{{ApiParameters.SampleId}}",{{Properties}}
        "status":"active","createdAt":"2026-04-08T12:00:00.000Z","updatedAt":"2026-04-08T12:00:00.000Z","version":17,
        "signingSecret":"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
        """;

    private static readonly string[] DraftCodes =
    [
        .. ApiOperation.WithBody, ErrorCodes.MatchRequired, ErrorCodes.PatternMalformed, ErrorCodes.TooManyPatterns, ErrorCodes.WildcardsNotEnabled,
        ErrorCodes.MatchAmbiguous, ErrorCodes.SubscriberRequired, ErrorCodes.ReferenceUnknown, ErrorCodes.ReferenceMismatch,
        ErrorCodes.LabelMalformed, ErrorCodes.TooManyLabels, ErrorCodes.SecretLength, ErrorCodes.SecretMalformed,
        ErrorCodes.TimezoneUnknown, ErrorCodes.WindowsEmpty, ErrorCodes.TooManyWindows, ErrorCodes.DaysEmpty, ErrorCodes.DayOutOfRange,
        ErrorCodes.TimeMalformed, ErrorCodes.WindowEmpty,
        .. ApiOperation.WithConfig,
    ];

    private static readonly ApiAnswer Shown =
        new(200, "The subscription.", typeof(SubscriptionResponse), Example) { Headers = [ApiParameters.ETag] };

    private static readonly string[] ChangeCodes = [ErrorCodes.NotFound, ErrorCodes.VersionConflict, ErrorCodes.ParameterInvalid];

    public static readonly ApiOperation Create = new("POST", Path, "createSubscription", Tag, "Creates a subscription")
    {
        Description = "The signing secret is generated unless `config.signingSecret` gives one, and shown in this answer only.",
        Request = new ApiContent(
            typeof(SubscriptionRequest),
            """
            {"eventTypes":["engagement.campaign.*","engagement.segment.user.added"],
            "config":{"adapter":"adapter:webhook","url":"https://example.com/hooks"},"labels":["Production","CRM"],
            "delivery_schedule":{"timezone":"America/New_York","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]}}
            """),
        Answer = new ApiAnswer(201, "The new subscription, with its signing secret.", typeof(CreatedSubscriptionResponse), CreatedExample)
        {
            Headers = [ApiParameters.Location, ApiParameters.ETag],
        },
        Codes = DraftCodes,
        ConflictCodes = [ErrorCodes.ReferenceUnknown],
    };

    public static readonly ApiOperation List = new("GET", Path, "listSubscriptions", Tag, "Lists subscriptions")
    {
        Description = "In ascending order of their ids. Every filter that is given must hold; labels compare ordinally.",
        Parameters =
        [
            new ApiParameter("label", "query", ApiKind.Text, "Only those that have this label.", "Production"),
            new ApiParameter("labels", "query", ApiKind.Text, "Only those that have at least one of these labels, separated by commas.", "Production,Security"),
            new ApiParameter("status", "query", ApiKind.Word, "Only those in this state.", "active") { Words = [.. Words.SubscriptionStatuses.Keys] },
            ApiParameters.Limit,
            ApiParameters.After,
        ],
        Answer = new ApiAnswer(200, "The subscriptions.", typeof(SubscriptionResponse), $"[{Example}]") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{id}", "getSubscription", Tag, "Gets a subscription")
    {
        Parameters = [ApiParameters.Id, ApiParameters.IfNoneMatch],
        Answer = Shown,
        IsConditional = true,
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Update = new("PUT", Path + "/{id}", "updateSubscription", Tag, "Changes a subscription")
    {
        Description =
            "Merges: an absent property stays, a present one replaces. A new `config` without `signingSecret` keeps the current secret; with "
            + "another one it rotates. Where the adapter signs now and there never was a secret, one is made, and the answer shows it once as "
            + "`signingSecret`.",
        Parameters = [ApiParameters.Id, ApiParameters.IfMatch],
        Request = new ApiContent(typeof(SubscriptionChangeRequest), """{"labels":["Production","Security"]}"""),
        Answer = Shown,
        Codes = [.. DraftCodes, .. ChangeCodes],
        ConflictCodes = [ErrorCodes.ReferenceUnknown],
    };

    public static readonly ApiOperation PreviewSchedule = new("GET", Path + "/{id}/schedule/preview", "previewSchedule", Tag, "Says when a subscription is delivered to")
    {
        Description = "Its delivery windows as instants, those that touch merged. A window that is open at `from` begins there. One without an end "
            + "when there is no schedule; none when it never opens.",
        Parameters =
        [
            ApiParameters.Id,
            new ApiParameter("from", "query", ApiKind.Instant, "From this instant on; now when absent.", "2026-04-08T12:00:00Z"),
            new ApiParameter("count", "query", ApiKind.Number, "At most so many; 10 when absent.", "10") { Max = QueryReader.MaxLimit },
        ],
        Answer = new ApiAnswer(
            200,
            "The openings.",
            typeof(DeliveryOpeningResponse),
            """[{"opens":"2026-04-08T13:00:00.000Z","closes":"2026-04-08T21:00:00.000Z"},{"opens":"2026-04-09T13:00:00.000Z","closes":"2026-04-09T21:00:00.000Z"}]""")
        {
            IsArray = true,
        },
        Codes = [ErrorCodes.NotFound, ErrorCodes.ParameterInvalid, ErrorCodes.TimestampMalformed],
    };

    public static readonly ApiOperation Delete = new("DELETE", Path + "/{id}", "deleteSubscription", Tag, "Deletes a subscription")
    {
        Description = "What is queued for it is cancelled.",
        Parameters = [ApiParameters.Id, ApiParameters.IfMatch],
        Answer = new ApiAnswer(204, "It is deleted."),
        Codes = ChangeCodes,
    };

    public static readonly ApiOperation Pause = new("POST", Path + "/{id}/pause", "pauseSubscription", Tag, "Pauses a subscription")
    {
        Description = "Nothing new matches and what is queued is held. Does nothing when it is not active.",
        Parameters = [ApiParameters.Id, ApiParameters.IfMatch],
        Answer = Shown,
        Codes = ChangeCodes,
    };

    public static readonly ApiOperation Resume = new("POST", Path + "/{id}/resume", "resumeSubscription", Tag, "Resumes a subscription")
    {
        Description = "What was held is released; what happened meanwhile is not made up for. Re-activates a disabled subscription too.",
        Parameters = [ApiParameters.Id, ApiParameters.IfMatch],
        Answer = Shown,
        Codes = ChangeCodes,
    };

    public static readonly ApiOperation RotateSecret = new("POST", Path + "/{id}/secret/rotate", "rotateSecret", Tag, "Gives a subscription a new signing secret")
    {
        Description = "For 24 hours requests carry two signatures, by the new secret and by the previous one. Another rotation within that time "
            + "ends the one before the previous at once.",
        Parameters = [ApiParameters.Id, ApiParameters.IfMatch],
        Answer = new ApiAnswer(
            200,
            "The new secret.",
            typeof(RotatedSecretResponse),
            """{"signingSecret":"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD","previousValidUntil":"2026-04-09T12:00:00.000Z"}"""),
        Codes = [.. ChangeCodes, ErrorCodes.ConfigInvalid],
    };
}

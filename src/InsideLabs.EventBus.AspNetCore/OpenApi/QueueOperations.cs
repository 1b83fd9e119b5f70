using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>The operations of <c>/queue</c> and <c>/audits</c>.</summary>
internal static class QueueOperations
{
    private const string Tag = "Queue";

    private const string Path = "/queue";

    private const string Example = $$"""
        {"id":"019667f4-02aa-7b1e-8c55-6d0e9f4b7a21","occurrenceId":"01JS0Z7V8K3Q4T5W6X7Y8Z9ABC","subscriptionId":"{{ApiParameters.SampleId}}",
        "adapter":"adapter:webhook","status":"retry","attempts":1,"nextAttempt":"2026-04-08T12:35:01.000Z",
        "createdAt":"2026-04-08T12:34:56.000Z","completedAt":null,"lastError":"http_5xx"}
        """;

    private static readonly ApiAnswer Shown = new(200, "The item.", typeof(QueueItemResponse), Example);

    public static readonly ApiOperation List = new("GET", Path, "listQueue", Tag, "Lists queue items")
    {
        Description = "In ascending order of their ids.",
        Parameters =
        [
            new ApiParameter("status", "query", ApiKind.Word, "Only those in this state.", "failed") { Words = [.. Words.QueueStatuses.Keys] },
            ApiParameters.SubscriptionId,
            ApiParameters.Limit,
            ApiParameters.After,
        ],
        Answer = new ApiAnswer(200, "The items.", typeof(QueueItemResponse), $"[{Example}]") { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Stats = new("GET", Path + "/stats", "getQueueStats", Tag, "Counts the queue")
    {
        Answer = new ApiAnswer(
            200,
            "How many items are in which state.",
            typeof(QueueStatsResponse),
            """{"pending":3,"processing":1,"retry":2,"completed":1000,"failed":4,"cancelled":0}"""),
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Process = new("POST", Path + "/process", "processQueue", Tag, "Delivers due items now")
    {
        Description = "Works on up to `batchSize` due items and answers when their outcomes are stored. Safe beside a running dispatcher "
            + "and other calls: what they are working on is left to them, and one subscription has a limit on what is on its way, so `processed` may be less than what is due.",
        Parameters = [new ApiParameter("batchSize", "query", ApiKind.Number, "At most so many; 10 when absent.", "10") { Max = QueryReader.MaxLimit }],
        Answer = new ApiAnswer(
            200,
            "What became of them: `processed` = `delivered` + `failed` + `deferred`.",
            typeof(ProcessedResponse),
            """{"processed":10,"delivered":8,"failed":1,"deferred":1}"""),
        Codes = [ErrorCodes.ParameterInvalid],
    };

    public static readonly ApiOperation Purge = new("POST", Path + "/purge", "purgeQueue", Tag, "Removes ended items for good")
    {
        Description = "Audit entries stay, and an event id stays taken.",
        Request = new ApiContent(typeof(PurgeRequest), """{"status":"completed","olderThan":"2026-03-01T00:00:00Z"}"""),
        Answer = new ApiAnswer(200, "How many were removed.", typeof(PurgedResponse), """{"purged":1000}"""),
        Codes = [.. ApiOperation.WithBody, ErrorCodes.ParameterInvalid, ErrorCodes.TimestampMalformed],
    };

    public static readonly ApiOperation Get = new("GET", Path + "/{id}", "getQueueItem", Tag, "Gets a queue item")
    {
        Parameters = [ApiParameters.Id],
        Answer = Shown,
        Codes = [ErrorCodes.NotFound],
    };

    public static readonly ApiOperation Retry = new("POST", Path + "/{id}/retry", "retryQueueItem", Tag, "Tries a failed item again")
    {
        Description = "It becomes pending again with a fresh retry ladder; attempts are numbered on.",
        Parameters = [ApiParameters.Id],
        Answer = Shown,
        Codes = [ErrorCodes.NotFound, ErrorCodes.NotFailed, ErrorCodes.SubscriptionDeleted],
    };

    public static readonly ApiOperation Cancel = new("DELETE", Path + "/{id}", "cancelQueueItem", Tag, "Cancels a queue item")
    {
        Description = "It is not tried again. A send that is under way ends by itself; if it succeeds, the item ends as `completed`, else it stays `cancelled`.",
        Parameters = [ApiParameters.Id],
        Answer = new ApiAnswer(204, "It is cancelled."),
        Codes = [ErrorCodes.NotFound, ErrorCodes.AlreadyDelivered],
    };

    public static readonly ApiOperation ListAudits = new("GET", "/audits", "listAudits", "Audits", "Lists audit entries")
    {
        Description = "Newest first: one entry for every attempt.",
        Parameters =
        [
            ApiParameters.SubscriptionId,
            new ApiParameter("occurrenceId", "query", ApiKind.Text, "Only those of this event or interaction.", "01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"),
            new ApiParameter("queueId", "query", ApiKind.Id, "Only those of this queue item.", ApiParameters.SampleId),
            new ApiParameter("outcome", "query", ApiKind.Word, "Only those that ended so.", "failure") { Words = [.. Words.Outcomes.Keys] },
            new ApiParameter("since", "query", ApiKind.Instant, "Only those that began at this instant or later.", "2026-04-08T00:00:00Z"),
            new ApiParameter("until", "query", ApiKind.Instant, "Only those that began before this instant.", "2026-04-09T00:00:00Z"),
            ApiParameters.Limit,
            ApiParameters.After,
        ],
        Answer = new ApiAnswer(
            200,
            "The entries.",
            typeof(AuditResponse),
            $$"""
            [{"id":"019667f4-0b3f-7c2d-9a10-44c6d2b8e05f","queueId":"019667f4-02aa-7b1e-8c55-6d0e9f4b7a21",
            "occurrenceId":"01JS0Z7V8K3Q4T5W6X7Y8Z9ABC","subscriptionId":"{{ApiParameters.SampleId}}","adapter":"adapter:webhook","attempt":1,
            "outcome":"failure","statusCode":503,"code":"http_5xx","response":"come back later","warnings":[],
            "startedAt":"2026-04-08T12:34:56.010Z","durationMs":41.8}]
            """) { IsArray = true, Headers = [ApiParameters.Link] },
        Codes = [ErrorCodes.ParameterInvalid, ErrorCodes.TimestampMalformed],
    };
}

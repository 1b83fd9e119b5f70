using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/queue</c> and <c>/audits</c>: what is on its way, and what became of it.</summary>
internal sealed class QueueEndpoints(DeliveryQueue queue, IOptions<HttpApiOptions> options)
{
    private const int DefaultBatchSize = 10;

    public static void Map(ApiRoutes routes)
    {
        routes.Map<QueueEndpoints>(QueueOperations.List, static (e, c) => e.ListAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Stats, static (e, c) => e.StatsAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Process, static (e, c) => e.ProcessAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Purge, static (e, c) => e.PurgeAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Get, static (e, c) => e.GetAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Retry, static (e, c) => e.RetryAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.Cancel, static (e, c) => e.CancelAsync(c));
        routes.Map<QueueEndpoints>(QueueOperations.ListAudits, static (e, c) => e.ListAuditsAsync(c));
    }

    private Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, "status", "subscriptionId", "limit", "after");
        var status = query.Word("status", Words.QueueStatuses);
        var filter = new DeliveryFilter
        {
            Status = status?.Status,
            Tried = status?.Tried,
            SubscriptionId = query.Id("subscriptionId"),
        };
        var page = query.Page();
        query.ThrowIfFaulty();
        return Answer.ListAsync(
            context,
            page,
            (count, last, token) => queue.ListAsync(filter with { Limit = count, After = last }, token),
            static d => d.Id,
            QueueItemResponse.Of,
            ApiJson.Relaxed.IAsyncEnumerableQueueItemResponse);
    }

    private async Task StatsAsync(HttpContext context)
    {
        var stats = await queue.GetStatsAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, QueueStatsResponse.Of(stats), ApiJson.Relaxed.QueueStatsResponse).ConfigureAwait(false);
    }

    private async Task ProcessAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, "batchSize");
        var batchSize = query.Number("batchSize", min: 1, QueryReader.MaxLimit);
        query.ThrowIfFaulty();
        var done = await queue.ProcessAsync(batchSize ?? DefaultBatchSize, context.RequestAborted).ConfigureAwait(false);
        var shown = new ProcessedResponse
        {
            Processed = done.Processed,
            Delivered = done.Delivered,
            Failed = done.Failed,
            Deferred = done.Deferred,
        };
        await Answer.OkAsync(context, shown, ApiJson.Relaxed.ProcessedResponse).ConfigureAwait(false);
    }

    private async Task PurgeAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var (status, olderThan) = Requests.PurgeRequest.Read(body);
        var purged = await queue.PurgeAsync(status, olderThan, context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, new PurgedResponse { Purged = purged }, ApiJson.Relaxed.PurgedResponse).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, "queue item");
        var delivery = await queue.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no queue item {id}.");
        await Answer.OkAsync(context, QueueItemResponse.Of(delivery), ApiJson.Relaxed.QueueItemResponse).ConfigureAwait(false);
    }

    private async Task RetryAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, "queue item");
        var delivery = await queue.RetryAsync(id, context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, QueueItemResponse.Of(delivery), ApiJson.Relaxed.QueueItemResponse).ConfigureAwait(false);
    }

    private async Task CancelAsync(HttpContext context)
    {
        await queue.CancelAsync(Answer.IdOf(context, "queue item"), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private Task ListAuditsAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, "subscriptionId", "occurrenceId", "queueId", "outcome", "since", "until", "limit", "after");
        var filter = new AttemptFilter
        {
            SubscriptionId = query.Id("subscriptionId"),
            OccurrenceId = query.Text("occurrenceId"),
            DeliveryId = query.Id("queueId"),
            Outcome = query.Word("outcome", Words.Outcomes),
            Since = query.Instant("since"),
            Until = query.Instant("until"),
        };
        var page = query.Page();
        query.ThrowIfFaulty();
        return Answer.ListAsync(
            context,
            page,
            (count, last, token) => queue.ListAttemptsAsync(filter with { Limit = count, After = last }, token),
            static a => a.Id,
            AuditResponse.Of,
            ApiJson.Relaxed.IAsyncEnumerableAuditResponse);
    }
}

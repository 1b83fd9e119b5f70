using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/subscriptions</c>: who wants to know what.</summary>
internal sealed class SubscriptionEndpoints(SubscriptionService subscriptions, IOptions<HttpApiOptions> options)
{
    public static void Map(ApiRoutes routes)
    {
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Create, static (e, c) => e.CreateAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.List, static (e, c) => e.ListAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Get, static (e, c) => e.GetAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Update, static (e, c) => e.UpdateAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Delete, static (e, c) => e.DeleteAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Pause, static (e, c) => e.PauseAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.Resume, static (e, c) => e.ResumeAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.PreviewSchedule, static (e, c) => e.PreviewScheduleAsync(c));
        routes.Map<SubscriptionEndpoints>(SubscriptionOperations.RotateSecret, static (e, c) => e.RotateSecretAsync(c));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var created = await subscriptions.CreateAsync(body, context.RequestAborted).ConfigureAwait(false);
        Answer.Created(context, created.Subscription.Id);
        context.Response.Headers.ETag = Preconditions.TagOf(created.Subscription.Version);
        Answer.KeepNowhere(context);
        var shown = CreatedSubscriptionResponse.Of(created.Subscription, created.SigningSecret);
        await Answer.JsonAsync(context, StatusCodes.Status201Created, shown, ApiJson.Relaxed.CreatedSubscriptionResponse).ConfigureAwait(false);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, "label", "labels", "status", "limit", "after");
        var filter = new SubscriptionFilter
        {
            Label = query.Text("label"),
            AnyLabel = query.List("labels"),
            Status = query.Word("status", Words.SubscriptionStatuses),
        };
        var page = query.Page();
        query.ThrowIfFaulty();
        return Answer.ListAsync(
            context,
            page,
            (count, last, token) => subscriptions.ListAsync(filter with { Limit = count, After = last }, token),
            static s => s.Id,
            SubscriptionResponse.Of,
            ApiJson.Relaxed.IAsyncEnumerableSubscriptionResponse);
    }

    private async Task GetAsync(HttpContext context)
    {
        var subscription = await FindAsync(context).ConfigureAwait(false);
        if (Preconditions.IsKnown(context.Request, subscription.Version))
        {
            context.Response.Headers.ETag = Preconditions.TagOf(subscription.Version);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        else
        {
            await ShowAsync(context, subscription).ConfigureAwait(false);
        }
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var (id, version) = await ReadTargetAsync(context).ConfigureAwait(false);
        var updated = await subscriptions.UpdateAndRevealAsync(id, body, version, context.RequestAborted).ConfigureAwait(false);
        if (updated.SigningSecret is null)
        {
            await ShowAsync(context, updated.Subscription).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = Preconditions.TagOf(updated.Subscription.Version);
        Answer.KeepNowhere(context);
        var shown = CreatedSubscriptionResponse.Of(updated.Subscription, updated.SigningSecret);
        await Answer.OkAsync(context, shown, ApiJson.Relaxed.CreatedSubscriptionResponse).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var (id, version) = await ReadTargetAsync(context).ConfigureAwait(false);
        await subscriptions.DeleteAsync(id, version, context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private async Task PauseAsync(HttpContext context)
    {
        var (id, version) = await ReadTargetAsync(context).ConfigureAwait(false);
        await ShowAsync(context, await subscriptions.PauseAsync(id, version, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task ResumeAsync(HttpContext context)
    {
        var (id, version) = await ReadTargetAsync(context).ConfigureAwait(false);
        await ShowAsync(context, await subscriptions.ResumeAsync(id, version, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RotateSecretAsync(HttpContext context)
    {
        var (id, version) = await ReadTargetAsync(context).ConfigureAwait(false);
        var rotated = await subscriptions.RotateSecretAsync(id, version, context.RequestAborted).ConfigureAwait(false);
        Answer.KeepNowhere(context);
        var shown = new RotatedSecretResponse { SigningSecret = rotated.SigningSecret, PreviousValidUntil = rotated.PreviousValidUntil };
        await Answer.OkAsync(context, shown, ApiJson.Relaxed.RotatedSecretResponse).ConfigureAwait(false);
    }

    private async Task PreviewScheduleAsync(HttpContext context)
    {
        const int usual = 10;
        var id = Answer.IdOf(context, "subscription");
        var query = new QueryReader(context.Request.Query, "from", "count");
        var (from, count) = (WholeMilliseconds(query.Instant("from")), query.Number("count", min: 1, QueryReader.MaxLimit));
        query.ThrowIfFaulty();
        var openings = await subscriptions.PreviewScheduleAsync(id, from, count ?? usual, context.RequestAborted).ConfigureAwait(false);
        DeliveryOpeningResponse[] shown = [.. openings.Select(DeliveryOpeningResponse.Of)];
        await Answer.OkAsync(context, shown, ApiJson.Relaxed.DeliveryOpeningResponseArray).ConfigureAwait(false);
    }

    /// <summary>Rounded up: the answer shows milliseconds, and no opening may begin before the instant that was asked for.</summary>
    private static DateTimeOffset? WholeMilliseconds(DateTimeOffset? instant)
    {
        var rest = (instant?.UtcTicks ?? 0) % TimeSpan.TicksPerMillisecond;
        return rest == 0 || DateTimeOffset.MaxValue - instant < TimeSpan.FromMilliseconds(1)
            ? instant
            : instant!.Value.AddTicks(TimeSpan.TicksPerMillisecond - rest);
    }

    private static Task ShowAsync(HttpContext context, Subscription subscription)
    {
        context.Response.Headers.ETag = Preconditions.TagOf(subscription.Version);
        return Answer.OkAsync(context, SubscriptionResponse.Of(subscription), ApiJson.Relaxed.SubscriptionResponse);
    }

    /// <summary>The subscription that a change is for, and the version the caller has seen.</summary>
    private async ValueTask<(Guid Id, long? Version)> ReadTargetAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, "subscription");
        var version = await Preconditions.ReadIfMatchAsync(
            context.Request,
            async () => (await subscriptions.FindAsync(id, context.RequestAborted).ConfigureAwait(false))?.Version).ConfigureAwait(false);
        return (id, version);
    }

    private async ValueTask<Subscription> FindAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, "subscription");
        return await subscriptions.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no subscription {id}.");
    }
}

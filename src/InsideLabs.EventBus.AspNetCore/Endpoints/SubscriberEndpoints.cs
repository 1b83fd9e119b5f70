using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/subscribers</c>: who is told, and how to reach them.</summary>
internal sealed class SubscriberEndpoints(SubscriberService subscribers, IOptions<HttpApiOptions> options)
{
    private const string Called = "subscriber";

    public static void Map(ApiRoutes routes)
    {
        routes.Map<SubscriberEndpoints>(SubscriberOperations.List, static (e, c) => e.ListAsync(c));
        routes.Map<SubscriberEndpoints>(SubscriberOperations.Create, static (e, c) => e.CreateAsync(c));
        routes.Map<SubscriberEndpoints>(SubscriberOperations.Get, static (e, c) => e.GetAsync(c));
        routes.Map<SubscriberEndpoints>(SubscriberOperations.Update, static (e, c) => e.UpdateAsync(c));
        routes.Map<SubscriberEndpoints>(SubscriberOperations.Delete, static (e, c) => e.DeleteAsync(c));
    }

    private Task ListAsync(HttpContext context) => Answer.ListAsync(
        context,
        QueryReader.ReadPage(context.Request.Query),
        (count, last, token) => subscribers.ListAsync(count, last, token),
        static s => s.Id,
        SubscriberResponse.Of,
        ApiJson.Relaxed.IAsyncEnumerableSubscriberResponse);

    private async Task CreateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var subscriber = await subscribers.CreateAsync(body, context.RequestAborted).ConfigureAwait(false);
        Answer.Created(context, subscriber.Id);
        await ShowAsync(context, StatusCodes.Status201Created, subscriber).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, Called);
        var subscriber = await subscribers.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no {Called} {id}.");
        await ShowAsync(context, StatusCodes.Status200OK, subscriber).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var id = Answer.IdOf(context, Called);
        var subscriber = await subscribers.UpdateAsync(id, body, context.RequestAborted).ConfigureAwait(false);
        await ShowAsync(context, StatusCodes.Status200OK, subscriber).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await subscribers.DeleteAsync(Answer.IdOf(context, Called), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private static Task ShowAsync(HttpContext context, int status, Subscriber subscriber) =>
        Answer.JsonAsync(context, status, SubscriberResponse.Of(subscriber), ApiJson.Relaxed.SubscriberResponse);
}

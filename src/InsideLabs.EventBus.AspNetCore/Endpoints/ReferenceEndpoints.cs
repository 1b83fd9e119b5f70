using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/resource-types</c>, <c>/actions</c> and <c>/origins</c>: what interactions are made of, each kind with the same operations.</summary>
internal sealed class ReferenceEndpoints(ReferenceService references, IOptions<HttpApiOptions> options)
{
    public static void Map(ApiRoutes routes)
    {
        foreach (var operations in ReferenceOperations.All)
        {
            routes.Map<ReferenceEndpoints>(operations.List, (e, c) => e.ListAsync(c, operations.Kind));
            routes.Map<ReferenceEndpoints>(operations.Create, (e, c) => e.CreateAsync(c, operations.Kind));
            routes.Map<ReferenceEndpoints>(operations.Get, (e, c) => e.GetAsync(c, operations));
            routes.Map<ReferenceEndpoints>(operations.Update, (e, c) => e.UpdateAsync(c, operations));
            routes.Map<ReferenceEndpoints>(operations.Delete, (e, c) => e.DeleteAsync(c, operations));
        }
    }

    private Task ListAsync(HttpContext context, ReferenceKind kind) => Answer.ListAsync(
        context,
        QueryReader.ReadPage(context.Request.Query),
        (count, last, token) => references.ListAsync(kind, count, last, token),
        static i => i.Id,
        ReferenceResponse.Of,
        ApiJson.Relaxed.IAsyncEnumerableReferenceResponse);

    private async Task CreateAsync(HttpContext context, ReferenceKind kind)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var item = await references.CreateAsync(kind, body, context.RequestAborted).ConfigureAwait(false);
        Answer.Created(context, item.Id);
        await Answer.JsonAsync(context, StatusCodes.Status201Created, ReferenceResponse.Of(item), ApiJson.Relaxed.ReferenceResponse).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context, ReferenceOperations operations)
    {
        var id = Answer.IdOf(context, operations.Called);
        var item = await references.FindAsync(operations.Kind, id, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no {operations.Called} {id}.");
        await Answer.OkAsync(context, ReferenceResponse.Of(item), ApiJson.Relaxed.ReferenceResponse).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context, ReferenceOperations operations)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var id = Answer.IdOf(context, operations.Called);
        var item = await references.UpdateAsync(operations.Kind, id, body, context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, ReferenceResponse.Of(item), ApiJson.Relaxed.ReferenceResponse).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, ReferenceOperations operations)
    {
        await references.DeleteAsync(operations.Kind, Answer.IdOf(context, operations.Called), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }
}

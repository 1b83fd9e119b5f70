using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/interactions</c>: what somebody did to a resource.</summary>
internal sealed class InteractionEndpoints(IInteractionRecorder recorder, IOptions<HttpApiOptions> options)
{
    public static void Map(ApiRoutes routes)
    {
        routes.Map<InteractionEndpoints>(InteractionOperations.Record, static (e, c) => e.RecordAsync(c));
        routes.Map<InteractionEndpoints>(InteractionOperations.Get, static (e, c) => e.GetAsync(c));
    }

    private async Task RecordAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var receipt = await recorder.RecordAsync(body, context.RequestAborted).ConfigureAwait(false);
        Answer.Created(context, receipt.Interaction.Id);
        await Answer.BytesAsync(context, receipt.Interaction.Utf8Json).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = Answer.IdOf(context, "interaction");
        var interaction = await recorder.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no interaction {id}.");
        await Answer.BytesAsync(context, interaction.Utf8Json).ConfigureAwait(false);
    }
}

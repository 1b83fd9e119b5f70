using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/events</c> and <c>/event-types</c>: what happened, and what can happen.</summary>
internal sealed class EventEndpoints(IEventPublisher publisher, IDeliveryStore store, IEventRegistry registry, IOptions<HttpApiOptions> options)
{
    public static void Map(ApiRoutes routes)
    {
        routes.Map<EventEndpoints>(EventOperations.Publish, static (e, c) => e.PublishAsync(c));
        routes.Map<EventEndpoints>(EventOperations.Get, static (e, c) => e.GetAsync(c));
        routes.Map<EventEndpoints>(EventOperations.ListTypes, static (e, c) => e.ListTypesAsync(c));
        routes.Map<EventEndpoints>(EventOperations.GetType, static (e, c) => e.GetTypeAsync(c));
    }

    private async Task PublishAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        var receipts = await publisher.PublishAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (body.Span.TrimStart(" \t\r\n"u8)[0] == (byte)'[')
        {
            PublishResponse[] answers = [.. receipts.Select(PublishResponse.Of)];
            await Answer.JsonAsync(context, StatusCodes.Status202Accepted, answers, ApiJson.Relaxed.PublishResponseArray).ConfigureAwait(false);
        }
        else
        {
            var answer = PublishResponse.Of(receipts[0]);
            await Answer.JsonAsync(context, StatusCodes.Status202Accepted, answer, ApiJson.Relaxed.PublishResponse).ConfigureAwait(false);
        }
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var stored = EventId.TryParse(id, out _)
            ? await store.FindOccurrenceAsync(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (stored is not { Kind: OccurrenceKind.Event })
        {
            throw new EventBusNotFoundException($"There is no event '{FaultText.Show(id)}'.");
        }

        await Answer.BytesAsync(context, stored.Body).ConfigureAwait(false);
    }

    private Task ListTypesAsync(HttpContext context)
    {
        EventTypeResponse[] types =
        [
            .. registry.Domains
                .SelectMany(domain => domain.Definitions, static (domain, definition) => EventTypeResponse.Of(definition, domain))
                .OrderBy(t => t.EventType, StringComparer.Ordinal),
        ];
        var page = QueryReader.ReadNamedPage(context.Request.Query);
        return Answer.ListByNameAsync(context, page, types, static t => t.EventType, static t => t, ApiJson.Relaxed.EventTypeResponseArray);
    }

    private Task GetTypeAsync(HttpContext context)
    {
        var type = (string)context.Request.RouteValues["type"]!;
        if (!registry.TryFind(type, out var definition, out var domain))
        {
            var hint = FaultText.DidYouMean(type, registry.Definitions.Select(d => d.Type.Value));
            throw new EventBusNotFoundException($"No domain registered '{FaultText.Show(type)}'.{hint}");
        }

        return Answer.OkAsync(
            context, DescribedEventTypeResponse.WithSchema(definition, domain), ApiJson.Relaxed.DescribedEventTypeResponse);
    }
}

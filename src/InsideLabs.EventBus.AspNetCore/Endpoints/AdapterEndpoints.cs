using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/adapters</c>: where deliveries can go.</summary>
internal sealed class AdapterEndpoints(IEnumerable<IDeliveryAdapter> adapters)
{
    private readonly IDeliveryAdapter[] _adapters = [.. adapters.OrderBy(a => a.Name, StringComparer.Ordinal)];

    public static void Map(ApiRoutes routes)
    {
        routes.Map<AdapterEndpoints>(AdapterOperations.List, static (e, c) => e.ListAsync(c));
        routes.Map<AdapterEndpoints>(AdapterOperations.Get, static (e, c) => e.GetAsync(c));
    }

    private Task ListAsync(HttpContext context) =>
        Answer.OkAsync(context, Array.ConvertAll(_adapters, AdapterResponse.Of), ApiJson.Relaxed.AdapterResponseArray);

    private Task GetAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var adapter = Array.Find(_adapters, a => string.Equals(a.Name, name, StringComparison.Ordinal))
            ?? throw new EventBusNotFoundException(
                $"There is no adapter '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, _adapters.Select(a => a.Name))}");
        return Answer.OkAsync(context, AdapterResponse.Of(adapter), ApiJson.Relaxed.AdapterResponse);
    }
}

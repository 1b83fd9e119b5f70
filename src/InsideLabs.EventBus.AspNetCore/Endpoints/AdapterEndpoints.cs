using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/adapters</c>: where deliveries can go.</summary>
internal sealed class AdapterEndpoints(IEnumerable<IDeliveryAdapter> adapters, SettingsService settings)
{
    private readonly IDeliveryAdapter[] _adapters = [.. adapters.OrderBy(a => a.Name, StringComparer.Ordinal)];

    public static void Map(ApiRoutes routes)
    {
        routes.Map<AdapterEndpoints>(AdapterOperations.List, static (e, c) => e.ListAsync(c));
        routes.Map<AdapterEndpoints>(AdapterOperations.Get, static (e, c) => e.GetAsync(c));
    }

    private async Task ListAsync(HttpContext context)
    {
        var page = QueryReader.ReadNamedPage(context.Request.Query);
        var stored = await settings.ListAdapterSettingsAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.ListByNameAsync(
            context, page, _adapters, static a => a.Name, adapter => Show(adapter, stored), ApiJson.Relaxed.AdapterResponseArray).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var adapter = Find(name) ?? throw new EventBusNotFoundException(
            $"There is no adapter '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, _adapters.Select(a => a.Name))}");
        var stored = await settings.ListAdapterSettingsAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, Show(adapter, stored), ApiJson.Relaxed.AdapterResponse).ConfigureAwait(false);
    }

    private IDeliveryAdapter? Find(string name) =>
        Array.Find(_adapters, a => string.Equals(a.Name, name, StringComparison.Ordinal))
        ?? Array.Find(_adapters, a => string.Equals(AdapterNames.Short(a.Name), name, StringComparison.Ordinal));

    private static AdapterResponse Show(IDeliveryAdapter adapter, IReadOnlyList<AdapterSettings> stored) =>
        AdapterResponse.Of(adapter, stored.FirstOrDefault(s => string.Equals(s.Adapter, adapter.Name, StringComparison.Ordinal)));
}

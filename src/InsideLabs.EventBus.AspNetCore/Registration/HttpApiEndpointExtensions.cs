using InsideLabs.EventBus.AspNetCore.Authorization;
using InsideLabs.EventBus.AspNetCore.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP API.</summary>
public static class HttpApiEndpointExtensions
{
    /// <summary>Maps the HTTP API of the event bus. Protect it: <c>.RequireAuthorization()</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where the paths begin.</param>
    /// <returns>A builder for conventions that hold for every endpoint of the API.</returns>
    /// <exception cref="InvalidOperationException">The host has no <c>AddHttpApi()</c>.</exception>
    public static IEndpointConventionBuilder MapInsideLabsEvents(this IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var group = EventApiMappings.MapGroup(endpoints, prefix);
        var routes = new ApiRoutes(group);
        SubscriptionEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        InteractionEndpoints.Map(routes);
        ReferenceEndpoints.Map(routes);
        SubscriberEndpoints.Map(routes);
        QueueEndpoints.Map(routes);
        AdapterEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
        routes.MapRest();
        return group;
    }
}

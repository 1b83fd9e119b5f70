using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP API.</summary>
public static class HttpApiEndpointExtensions
{
    /// <summary>Maps the HTTP API of the event bus. Protect it: <c>.RequireAuthorization()</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where the paths begin.</param>
    /// <returns>A builder for conventions that hold for every endpoint of the API.</returns>
    public static IEndpointConventionBuilder MapInsideLabsEvents(this IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return EventApiMappings.MapGroup(endpoints, prefix);
    }
}

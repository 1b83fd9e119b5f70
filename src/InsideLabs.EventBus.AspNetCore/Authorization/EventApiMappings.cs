using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Remembers where the API was mapped, so that its endpoints can be judged before the server listens.</summary>
internal sealed class EventApiMappings
{
    private readonly HashSet<IEndpointRouteBuilder> _builders = [];

    /// <summary>Every endpoint of the applications that the API was mapped on, conventions applied.</summary>
    public IEnumerable<Endpoint> Endpoints => _builders.SelectMany(b => b.DataSources).SelectMany(s => s.Endpoints);

    /// <summary>Begins a mapping: a group whose endpoints are marked.</summary>
    /// <exception cref="InvalidOperationException"><c>AddHttpApi()</c> was not called.</exception>
    public static RouteGroupBuilder MapGroup(IEndpointRouteBuilder endpoints, string prefix)
    {
        var mappings = endpoints.ServiceProvider.GetService<EventApiMappings>() ?? throw new InvalidOperationException(
            $"MapInsideLabsEvents(\"{prefix}\") needs services that are not registered: call AddInsideLabsEvents().AddHttpApi() first.");

        // What a group holds has not got the conventions of the group yet; the application that it stands in has.
        if (endpoints is not RouteGroupBuilder)
        {
            mappings._builders.Add(endpoints);
        }

        var group = endpoints.MapGroup(prefix);
        group.WithMetadata(new EventApiMetadata(prefix));
        return group;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>
/// Refuses to start with an open API. It looks before anything of the host has started, and once more when the pipeline stands
/// and the server does not listen yet: what was mapped inside another group, or by a <c>Startup</c> class, is complete only then.
/// </summary>
internal sealed class StartGuard(EventApiMappings mappings, ProtectionCheck check) : IHostedLifecycleService, IStartupFilter
{
    public Task StartingAsync(CancellationToken cancellationToken) => check.RunAsync(mappings.Endpoints);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        next(application);
        if (application.ApplicationServices.GetService<EndpointDataSource>() is { } routes)
        {
            // A pipeline is built synchronously, and policy providers answer at once unless a host wrote a slow one.
            check.RunAsync(routes.Endpoints).GetAwaiter().GetResult();
        }
    };

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

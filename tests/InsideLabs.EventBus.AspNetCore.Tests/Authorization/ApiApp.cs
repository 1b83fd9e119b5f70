using InsideLabs.EventBus.AspNetCore.Authorization;
using InsideLabs.EventBus.Conformance.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

/// <summary>A web application on a free port with the bus in memory, before or after its start.</summary>
internal sealed class ApiApp : IAsyncDisposable
{
    private ApiApp(WebApplication app, CapturedLogs logs) => (App, Logs) = (app, logs);

    public WebApplication App { get; }

    public CapturedLogs Logs { get; }

    public static ApiApp Build(string environment, Action<IServiceCollection>? services = null, bool withHttpApi = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var logs = new CapturedLogs();
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var bus = builder.Services.AddInsideLabsEvents().UseInMemoryStore();
        if (withHttpApi)
        {
            bus.AddHttpApi();
        }

        services?.Invoke(builder.Services);
        return new ApiApp(builder.Build(), logs);
    }

    /// <summary>Two endpoints of the API, as its mapping makes them.</summary>
    public static RouteGroupBuilder MapTwo(IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        var group = EventApiMappings.MapGroup(endpoints, prefix);
        group.MapGet("/one", (HttpContext context) => context.Response.WriteAsync(context.User.Identity?.Name ?? "nobody"));
        group.MapPost("/two", (HttpContext context) => context.Response.WriteAsync("two"));
        return group;
    }

    /// <summary>Starts it and opens a client for it.</summary>
    public async Task<HttpClient> StartAsync()
    {
        await App.StartAsync();
        return new HttpClient { BaseAddress = new Uri(App.Urls.Single()) };
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

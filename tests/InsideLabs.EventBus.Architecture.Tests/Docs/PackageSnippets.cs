using InsideLabs.EventBus.Deliveries;
using InsideLabs.Events.Engagement;
using InsideLabs.Events.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code in the READMEs of the packages, so that it compiles.</summary>
internal static class PackageSnippets
{
    public static async Task EngagementAsync(IServiceCollection services, IEventPublisher publisher)
    {
        services.AddInsideLabsEvents()
            .AddDomain(EngagementEvents.Domain);

        await publisher.PublishAsync(
            EngagementEvents.CampaignClicked,
            new CampaignClickedPayload { CampaignId = "c-42", UserId = "u-1001", Url = "https://shop.example/sale" });
    }

    public static void Shared(IServiceCollection services)
    {
        services.AddInsideLabsEvents()
            .AddDomain(SharedEvents.DomainFor("Commerce", "Membership"));
    }

    public static void Sqlite(HostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .UseSqlite("data/events.db");

        // or, when a power cut may cost the last moments but a crash of the process may not:
        builder.Services.AddInsideLabsEvents()
            .UseSqlite("data/events.db", options => options.Durability = Durability.ProcessCrash);
    }

    public static void Adapters(HostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .AddWebhooks()
            .AddEmail()
            .AddSlack();
    }

    public static void AdaptersOnTheOwnMachine(HostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .AddOutboundHttp(http =>
            {
                http.AllowHttp = true;
                http.AllowedNetworks.Add("127.0.0.0/8");
            });
    }

    public static void HttpApi(WebApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .UseSqlite("events.db")
            .AddDomain(EngagementEvents.Domain)
            .AddWebhooks()
            .AddHttpApi()
            .AddOpenApiDocument();
        builder.Services.AddAuthentication().AddInsideLabsApiKey(keys => keys.Add("crm", builder.Configuration["Events:CrmKey"]!));
        builder.Services.AddAuthorization();
        builder.Services.AddHealthChecks().AddInsideLabsEvents();

        var app = builder.Build();
        app.MapInsideLabsEvents("/api").RequireAuthorization();
        app.MapOpenApi();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}

using EventServer.Health;
using EventServer.Settings;
using InsideLabs.Events.Engagement;
using InsideLabs.Events.Shared;

namespace EventServer;

/// <summary>The bus as the settings want it: domains, store, adapters, HTTP API. A server of your own adds its domains here.</summary>
internal static class EventDomainSetup
{
    public static void AddEventDomain(this WebApplicationBuilder builder, EventServerSettings settings)
    {
        var bus = builder.Services
            .AddInsideLabsEvents(options =>
            {
                options.AllowUnregisteredTypes = settings.AllowUnregisteredTypes;
                options.AllowWildcards = settings.Wildcards;
                options.RunDispatcher = settings.Dispatcher;
                options.RetryDelays = settings.RetryDelays;
            })
            .AddDomain(EngagementEvents.Domain)
            .AddDomain(SharedEvents.DomainFor(settings.SharedProducers))
            .AddWebhooks(webhooks =>
            {
                webhooks.AllowHttp = settings.AllowHttp;
                foreach (var network in settings.AllowedNetworks)
                {
                    webhooks.AllowedNetworks.Add(network);
                }
            })
            .AddEmail()
            .AddSlack()
            .AddHttpApi()
            .AddOpenApiDocument(configure: document => document.AddDocumentTransformer<HealthDescription>());

        _ = settings.Store == StoreKind.Memory ? bus.UseInMemoryStore() : bus.UseSqlite(settings.DatabasePath);
        if (settings.EncryptionKey is { } key)
        {
            bus.UseEncryptionKeys(key);
        }
    }
}

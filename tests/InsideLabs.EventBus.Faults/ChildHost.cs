using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Faults;

/// <summary>An ordinary host on SQLite with signed webhooks, as an application would write it.</summary>
public static class ChildHost
{
    /// <summary>How many deliveries may be on their way when a kill comes, and so how many may come twice because of it.</summary>
    public const int MaxConcurrentDeliveries = 24;

    /// <summary>Builds the host; nothing is opened yet.</summary>
    public static IHost Build(string databasePath)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddInsideLabsEvents(static o =>
            {
                o.MaxConcurrentDeliveries = MaxConcurrentDeliveries;
                o.MaxConcurrentDeliveriesPerSubscription = MaxConcurrentDeliveries / 2;
            })
            .UseSqlite(databasePath)
            .AddDomain(EngagementEvents.Domain)
            .AddWebhooks(static o =>
            {
                o.AllowHttp = true;
                o.AllowedNetworks.Add("127.0.0.0/8");
            });
        return builder.Build();
    }

    /// <summary>Creates the fixed subscriptions that are missing; a kill may have left only some of them.</summary>
    public static async Task EnsureSubscriptionsAsync(SubscriptionService subscriptions, string receiverUrl)
    {
        foreach (var wanted in FaultSubscription.All)
        {
            if ((await subscriptions.ListAsync(new SubscriptionFilter { Label = wanted.Name })).Count > 0)
            {
                continue;
            }

            await subscriptions.CreateAsync(new SubscriptionDraft
            {
                EventTypes = [wanted.Pattern],
                Config = WebhookTarget.Config($"{receiverUrl}/{wanted.Name}", wanted.Secret.Reveal()),
                Labels = [wanted.Name],
                RetryDelays = FaultSubscription.RetryDelays,
            });
        }
    }
}

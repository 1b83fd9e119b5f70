using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>An ordinary host on SQLite with signed webhooks, as an application would write it.</summary>
internal static class ChildHost
{
    /// <summary>How many deliveries may be on their way when a kill comes, and so how many may come twice because of it.</summary>
    public const int MaxConcurrentDeliveries = 24;

    /// <summary>Builds the host of a child; nothing is opened yet.</summary>
    public static IHost Build(ChildRole role, ChildOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        var events = builder.Services
            .AddInsideLabsEvents(o =>
            {
                o.MaxConcurrentDeliveries = MaxConcurrentDeliveries;
                o.MaxConcurrentDeliveriesPerSubscription = MaxConcurrentDeliveries / 2;
                role.Configure(o, options);
            })
            .UseSqlite(options.DatabasePath)
            .AddDomain(EngagementEvents.Domain)
            .AddWebhooks(o =>
            {
                o.AllowHttp = true;
                o.AllowedNetworks.Add("127.0.0.0/8");
                role.Configure(o, options);
            });
        role.Configure(events, options);
        return builder.Build();
    }

    /// <summary>Builds a host that reads what is stored; it is not to be started.</summary>
    public static IHost Build(string databasePath) => Build(
        new DrainRole(), new ChildOptions { Role = DrainRole.RoleName, DatabasePath = databasePath, ReceiverUrl = string.Empty });

    /// <summary>Creates the subscriptions that are missing; a kill may have left only some of them.</summary>
    public static async Task EnsureSubscriptionsAsync(
        SubscriptionService subscriptions,
        IReadOnlyList<FaultSubscription> wanted,
        string receiverUrl)
    {
        foreach (var missing in wanted)
        {
            if ((await subscriptions.ListAsync(new SubscriptionFilter { Label = missing.Name })).Count > 0)
            {
                continue;
            }

            await subscriptions.CreateAsync(new SubscriptionDraft
            {
                EventTypes = [missing.Pattern],
                Config = WebhookTarget.Config(missing.Url ?? $"{receiverUrl}/{missing.Name}", missing.Secret.Reveal()),
                Labels = [missing.Name],
                RetryDelays = missing.Ladder,
                DeliverySchedule = missing.Schedule,
            });
        }
    }
}

using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.Events.Engagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code of README.md, compiled.</summary>
internal static class ReadmeSnippet
{
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddInsideLabsEvents().UseSqlite("events.db").AddDomain(EngagementEvents.Domain).AddWebhooks();
        using var host = builder.Build();
        await host.StartAsync();

        var target = WebhookTarget.Config("https://example.com/hooks");
        var created = await host.Services.GetRequiredService<SubscriptionService>()
            .CreateAsync(new SubscriptionDraft { EventTypes = ["engagement.campaign.*"], Config = target });
        Console.WriteLine($"Give the receiver this secret, it is shown once: {created.SigningSecret}");

        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await publisher.PublishAsync(EngagementEvents.CampaignSent, new CampaignSentPayload { CampaignId = "c-42" });
        await host.WaitForShutdownAsync();
    }

    public static async Task NotifyAsync(SubscriptionService subscriptions, IInteractionRecorder recorder, Guid order, Guid created)
    {
        await subscriptions.CreateAsync(new SubscriptionDraft
        {
            ResourceTypeId = order,
            ActionId = created,
            Config = """
                {
                  "adapter": "adapter:slack",
                  "webhookUrl": "{{secrets.slackWebhook}}",
                  "text": "*Order {{resourceId}}* of {{interaction.name}}: {{function.number.format(interaction.total, '0.00')}} EUR"
                }
                """u8.ToArray(),
        });

        await recorder.RecordAsync(new NewInteraction
        {
            ResourceType = "ORDER",
            Action = "CREATE",
            ResourceId = "o-1001",
            Metadata = """{"name": "Ada", "total": 49.90}"""u8.ToArray(),
        });
    }
}

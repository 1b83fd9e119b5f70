using InsideLabs.Events.Engagement;
using InsideLabs.Events.Shared;
using Microsoft.Extensions.DependencyInjection;

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
}

using System.Net;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds webhooks to the event bus.</summary>
public static class WebhookRegistration
{
    /// <summary>Adds the adapter <c>adapter:webhook</c>: signed HTTP requests to public addresses over https.</summary>
    /// <param name="builder">What <c>AddInsideLabsEvents()</c> returned.</param>
    /// <param name="configure">Changes where webhooks may go. Options that make no sense stop the host when it starts.</param>
    /// <returns>The builder.</returns>
    public static IEventBusBuilder AddWebhooks(this IEventBusBuilder builder, Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<WebhookOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.TryAddSingleton(p => new DestinationPolicy(Options(p).AllowedNetworks.Select(n => IPNetwork.Parse(n))));
        services.TryAddSingleton(p => new UrlRules(p.GetRequiredService<DestinationPolicy>(), Options(p).AllowHttp));
        services.TryAddSingleton(p => new OutboundHttp(p.GetRequiredService<DestinationPolicy>(), Options(p).ConnectTimeout));
        services.TryAddSingleton<WebhookConfigReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryAdapter, WebhookAdapter>());
        return builder;
    }

    private static WebhookOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<WebhookOptions>>().Value;
}

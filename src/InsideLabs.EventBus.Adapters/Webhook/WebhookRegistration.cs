using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds webhooks to the event bus.</summary>
public static class WebhookRegistration
{
    /// <summary>Adds the adapter <c>adapter:webhook</c>: signed HTTP requests to public addresses over https.</summary>
    /// <param name="builder">What <c>AddInsideLabsEvents()</c> returned.</param>
    /// <param name="configure">Changes where requests of all adapters may go, like <c>AddOutboundHttp()</c>.</param>
    /// <returns>The builder.</returns>
    public static IEventBusBuilder AddWebhooks(this IEventBusBuilder builder, Action<OutboundHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddOutboundHttp(configure).Services.TryAddSingleton<WebhookConfigReader>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryAdapter, WebhookAdapter>());
        return builder;
    }
}

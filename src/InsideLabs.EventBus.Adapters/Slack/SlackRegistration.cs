using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Slack;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Slack to the event bus.</summary>
public static class SlackRegistration
{
    /// <summary>Adds the adapter <c>adapter:slack</c>: messages through an incoming webhook or as a bot.</summary>
    /// <param name="builder">What <c>AddInsideLabsEvents()</c> returned.</param>
    /// <param name="configure">Changes where requests of all adapters may go, like <c>AddOutboundHttp()</c>.</param>
    /// <returns>The builder.</returns>
    public static IEventBusBuilder AddSlack(this IEventBusBuilder builder, Action<OutboundHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddOutboundHttp(configure).Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryAdapter, SlackAdapter>());
        return builder;
    }
}

using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Adapters.Email;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds e-mail to the event bus.</summary>
public static class EmailRegistration
{
    /// <summary>
    /// Adds the adapter <c>adapter:email</c>: mails through a SendGrid-compatible service. It sends as soon as its settings hold the
    /// service's <c>apiKey</c>.
    /// </summary>
    /// <param name="builder">What <c>AddInsideLabsEvents()</c> returned.</param>
    /// <param name="configure">Changes where requests of all adapters may go, like <c>AddOutboundHttp()</c>.</param>
    /// <returns>The builder.</returns>
    public static IEventBusBuilder AddEmail(this IEventBusBuilder builder, Action<OutboundHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddOutboundHttp(configure).Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryAdapter, EmailAdapter>());
        return builder;
    }
}

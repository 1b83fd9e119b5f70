using System.Net;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the one door through which the adapters of the host speak HTTP.</summary>
public static class OutboundHttpRegistration
{
    /// <summary>
    /// Adds the guarded HTTP handler that <c>AddWebhooks()</c>, <c>AddEmail()</c> and <c>AddSlack()</c> share. Each of them does so by
    /// itself; call it to set the rules without naming an adapter.
    /// </summary>
    /// <param name="builder">What <c>AddInsideLabsEvents()</c> returned.</param>
    /// <param name="configure">
    /// Changes where requests may go, for all adapters; several calls add up. Options that make no sense stop the host when it starts.
    /// </param>
    /// <returns>The builder.</returns>
    public static IEventBusBuilder AddOutboundHttp(this IEventBusBuilder builder, Action<OutboundHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<OutboundHttpOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundHttpOptions>, OutboundHttpOptionsValidator>());
        services.TryAddSingleton(p => new DestinationPolicy(Options(p).AllowedNetworks.Select(n => IPNetwork.Parse(n))));
        services.TryAddSingleton(p => new UrlRules(p.GetRequiredService<DestinationPolicy>(), Options(p).AllowHttp));
        services.TryAddSingleton(p => new OutboundHttp(p.GetRequiredService<DestinationPolicy>(), Options(p).ConnectTimeout));
        services.TryAddSingleton<OutboundExchange>();
        return builder;
    }

    private static OutboundHttpOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<OutboundHttpOptions>>().Value;
}

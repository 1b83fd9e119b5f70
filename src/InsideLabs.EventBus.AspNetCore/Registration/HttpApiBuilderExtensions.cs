using InsideLabs.EventBus.AspNetCore.Endpoints;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the HTTP API needs.</summary>
public static class HttpApiBuilderExtensions
{
    /// <summary>Adds what <c>MapInsideLabsEvents</c> needs.</summary>
    /// <param name="builder">The bus.</param>
    public static IEventBusBuilder AddHttpApi(this IEventBusBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(new ApiLimits(1024 * 1024));
        services.TryAddSingleton<SubscriptionEndpoints>();
        services.TryAddSingleton<EventEndpoints>();
        services.TryAddSingleton<QueueEndpoints>();
        services.TryAddSingleton<AdapterEndpoints>();
        return builder;
    }
}

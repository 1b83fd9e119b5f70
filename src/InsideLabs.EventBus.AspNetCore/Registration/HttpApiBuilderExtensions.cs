using InsideLabs.EventBus.AspNetCore;
using InsideLabs.EventBus.AspNetCore.Authorization;
using InsideLabs.EventBus.AspNetCore.Endpoints;
using InsideLabs.EventBus.Registration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the HTTP API needs.</summary>
public static class HttpApiBuilderExtensions
{
    /// <summary>
    /// Adds what <c>MapInsideLabsEvents</c> needs. Outside Development the host then refuses to start while an endpoint of the API
    /// has no authorization policy.
    /// </summary>
    /// <param name="builder">The bus.</param>
    /// <param name="configure">Sets options; they are validated when the host starts.</param>
    public static IEventBusBuilder AddHttpApi(this IEventBusBuilder builder, Action<HttpApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptionsWithValidateOnStart<HttpApiOptions, HttpApiOptionsValidator>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<SubscriptionEndpoints>();
        services.TryAddSingleton<EventEndpoints>();
        services.TryAddSingleton<QueueEndpoints>();
        services.TryAddSingleton<AdapterEndpoints>();
        services.TryAddSingleton<InteractionEndpoints>();
        services.TryAddSingleton<ReferenceEndpoints>();
        services.TryAddSingleton<SubscriberEndpoints>();
        services.TryAddSingleton<SettingsEndpoints>();
        AddStartGuard(services);
        return builder;
    }

    private static void AddStartGuard(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(StartGuard)))
        {
            return;
        }

        services.TryAddSingleton<EventApiMappings>();
        services.TryAddSingleton<ProtectionCheck>();
        services.AddSingleton<StartGuard>();
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<StartGuard>());
        services.AddSingleton<IStartupFilter>(p => p.GetRequiredService<StartGuard>());
    }
}

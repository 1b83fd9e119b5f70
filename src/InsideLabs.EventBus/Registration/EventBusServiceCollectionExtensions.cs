using System.Diagnostics.Metrics;
using InsideLabs.EventBus;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Publishing;
using InsideLabs.EventBus.Purging;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the event bus to a host.</summary>
public static class EventBusServiceCollectionExtensions
{
    /// <summary>Adds the event bus. Choose a store, add domains, adapters and handlers on the builder.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options; they are validated when the host starts.</param>
    public static IEventBusBuilder AddInsideLabsEvents(this IServiceCollection services, Action<EventBusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptionsWithValidateOnStart<EventBusOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (!services.Any(s => s.ServiceType == typeof(EventPublisher)))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventBusOptions>, EventBusOptionsValidator>());
            AddThings(services);
            AddScheduling(services);
            AddRendering(services);
            AddSubscribing(services);
            AddConfiguring(services);
            AddPublishing(services);
            AddDispatching(services);
        }

        return new EventBusBuilder(services);
    }

    private static void AddThings(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdleSignal>();
        services.TryAddSingleton<DispatcherMonitor>();
        services.TryAddSingleton(sp => new EventBusMetrics(sp.GetService<IMeterFactory>()));
        services.TryAddSingleton<IEventRegistry, EventRegistry>();
        services.TryAddSingleton<EventIdGenerator>();
        services.TryAddSingleton<UuidGenerator>();
        services.TryAddSingleton<HandlerCatalog>();
        services.TryAddSingleton<DeliverySignal>();
        services.TryAddSingleton<ISecretProtector, AesGcmSecretProtector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryAdapter, HandlerAdapter>());
        services.TryAddSingleton<AdapterCatalog>();
    }

    private static void AddScheduling(IServiceCollection services)
    {
        services.TryAddSingleton(new ScheduleEvaluator(TimeZoneCatalog.Load));
        services.TryAddSingleton(new TimeZoneMonitor(static zone => TimeZoneCatalog.Load(zone) is not null));
    }

    private static void AddRendering(IServiceCollection services)
    {
        services.TryAddSingleton<ITemplateEngine, PlaceholderEngine>();
        services.TryAddSingleton<ConfigTemplates>();
    }

    private static void AddSubscribing(IServiceCollection services)
    {
        services.TryAddSingleton<DocumentValidator>();
        services.TryAddSingleton<ConfigValidator>();
        services.TryAddSingleton<MatchReader>();
        services.TryAddSingleton<CredentialVault>();
        services.TryAddSingleton<SubscriptionComposer>();
        services.TryAddSingleton<SigningSecretVault>();
        services.TryAddSingleton<SubscriptionCheck>();
        services.TryAddSingleton(sp => new SubscriptionService(
            sp.GetRequiredService<ISubscriptionStore>(),
            sp.GetRequiredService<SubscriptionComposer>(),
            sp.GetRequiredService<SigningSecretVault>(),
            sp.GetRequiredService<ScheduleEvaluator>(),
            sp.GetRequiredService<SubscriptionMatcher>(),
            sp.GetRequiredService<DeliverySignal>(),
            sp.GetRequiredService<UuidGenerator>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<SubscriptionService>>()));
    }

    private static void AddConfiguring(IServiceCollection services)
    {
        services.TryAddSingleton<SubscriberComposer>();
        services.TryAddSingleton<SettingsValidator>();
        services.TryAddSingleton(sp => new ReferenceService(
            sp.GetRequiredService<IReferenceStore>(),
            sp.GetRequiredService<UuidGenerator>(),
            sp.GetRequiredService<ILogger<ReferenceService>>()));
        services.TryAddSingleton(sp => new SubscriberService(
            sp.GetRequiredService<IReferenceStore>(),
            sp.GetRequiredService<SubscriberComposer>(),
            sp.GetRequiredService<UuidGenerator>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<SubscriberService>>()));
        services.TryAddSingleton(sp => new SettingsService(
            sp.GetRequiredService<ISettingsStore>(),
            sp.GetRequiredService<SettingsValidator>(),
            sp.GetRequiredService<CredentialVault>(),
            sp.GetRequiredService<ISecretProtector>(),
            sp.GetRequiredService<AdapterCatalog>(),
            sp.GetRequiredService<ILogger<SettingsService>>()));
    }

    private static void AddPublishing(IServiceCollection services)
    {
        services.TryAddSingleton<EventAdmission>();
        services.TryAddSingleton(sp => new SubscriptionMatcher(sp.GetRequiredService<ISubscriptionStore>()));
        services.TryAddSingleton<HandlerPump>();
        services.TryAddSingleton<OccurrenceCommitter>();
        services.TryAddSingleton<EventPublisher>();
        services.TryAddSingleton<IEventPublisher>(sp => sp.GetRequiredService<EventPublisher>());
        services.TryAddSingleton<InteractionAdmission>();
        services.TryAddSingleton<IInteractionRecorder, InteractionRecorder>();
    }

    private static void AddDispatching(IServiceCollection services)
    {
        services.TryAddSingleton<ClaimGate>();
        services.TryAddSingleton<DeliverySlots>();
        services.TryAddSingleton(sp => new SettlementPlanner(
            sp.GetRequiredService<UuidGenerator>(),
            sp.GetRequiredService<ScheduleEvaluator>(),
            Random.Shared,
            sp.GetRequiredService<IOptions<EventBusOptions>>()));
        services.TryAddSingleton<SettingsMonitor>();
        services.TryAddSingleton<Circuits>();
        services.TryAddSingleton<DeliveryRenderer>();
        services.TryAddSingleton<DeliverySender>();
        services.TryAddSingleton<DeliveryPipeline>();
        services.TryAddSingleton<DeliveryDispatcher>();
        services.TryAddSingleton<BatchProcessor>();
        services.TryAddSingleton(sp => new DeliveryQueue(
            sp.GetRequiredService<IDeliveryStore>(),
            sp.GetRequiredService<ISubscriptionStore>(),
            sp.GetRequiredService<ScheduleEvaluator>(),
            sp.GetRequiredService<BatchProcessor>(),
            sp.GetRequiredService<DeliverySignal>(),
            sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<RetentionJob>();
        services.TryAddSingleton<EventBusHostedService>();
        services.AddSingleton<IHostedService>(sp =>
        {
            StoreCheck.Run(services);
            return sp.GetRequiredService<EventBusHostedService>();
        });
    }
}

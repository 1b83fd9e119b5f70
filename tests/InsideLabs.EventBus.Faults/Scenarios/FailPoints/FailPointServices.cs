using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Puts fail points around the stores and the adapter of a host.</summary>
internal static class FailPointServices
{
    /// <summary>The option with the name of the point to die at; nowhere without.</summary>
    public const string Point = "point";

    /// <summary>The option that says at which time it is come to.</summary>
    public const string Nth = "nth";

    public static void Add(IServiceCollection services, ChildOptions options)
    {
        var trigger = new FailPointTrigger(options.Find(Point) ?? string.Empty, options.Number(Nth, 1));
        services.AddSingleton(trigger);
        Decorate<IDeliveryStore>(services, inner => new FailingDeliveryStore(inner, trigger));
        Decorate<ISubscriptionStore>(services, inner => new FailingSubscriptionStore(inner, trigger));
        Decorate<ISettingsStore>(services, inner => new FailingSettingsStore(inner, trigger));
        Decorate<IDeliveryAdapter>(
            services, inner => string.Equals(inner.Name, AdapterNames.Webhook, StringComparison.Ordinal) ? new FailingAdapter(inner, trigger) : inner);
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false, ImplementationType: { } type } && services[i].ServiceType == typeof(T))
            {
                services[i] = ServiceDescriptor.Singleton(sp => decorate((T)ActivatorUtilities.CreateInstance(sp, type)));
            }
        }
    }
}

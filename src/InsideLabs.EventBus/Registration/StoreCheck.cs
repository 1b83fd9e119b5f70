using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Registration;

/// <summary>Tells a host without a store, or with two, what to do, instead of letting a constructor fail with a riddle.</summary>
internal static class StoreCheck
{
    /// <exception cref="InvalidOperationException">There is not exactly one store.</exception>
    public static void Run(IServiceCollection services)
    {
        var stores = services.Count(s => s.ServiceType == typeof(IDeliveryStore));
        if (stores > 1)
        {
            throw new InvalidOperationException($"{stores} stores are registered; a host has one. Keep one of the Use…() calls.");
        }

        if (stores == 0 || services.All(s => s.ServiceType != typeof(ISubscriptionStore)))
        {
            throw new InvalidOperationException(
                "No store is registered. Add one to AddInsideLabsEvents(): UseSqlite(\"events.db\") from the package "
                + "InsideLabs.EventBus.Sqlite keeps everything in one file; UseInMemoryStore() keeps nothing.");
        }
    }
}

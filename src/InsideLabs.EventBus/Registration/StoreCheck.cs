using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Registration;

/// <summary>Tells a host without a store, or with two, what to do, instead of letting a constructor fail with a riddle.</summary>
internal static class StoreCheck
{
    private static readonly Type[] Ports = [typeof(ISubscriptionStore), typeof(IDeliveryStore), typeof(IReferenceStore), typeof(ISettingsStore)];

    /// <exception cref="InvalidOperationException">There is not exactly one store, or it lacks a port.</exception>
    public static void Run(IServiceCollection services)
    {
        var stores = services.Count(s => s.ServiceType == typeof(IDeliveryStore));
        if (stores > 1)
        {
            throw new InvalidOperationException($"{stores} stores are registered; a host has one. Keep one of the Use…() calls.");
        }

        var missing = Ports.Where(port => services.All(s => s.ServiceType != port)).Select(port => port.Name).ToList();
        if (missing.Count == Ports.Length)
        {
            throw new InvalidOperationException(
                "No store is registered. Add one to AddInsideLabsEvents(): UseSqlite(\"events.db\") from the package "
                + "InsideLabs.EventBus.Sqlite keeps everything in one file; UseInMemoryStore() keeps nothing.");
        }

        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"The store lacks {string.Join(" and ", missing)}: a store brings {string.Join(", ", Ports.Select(p => p.Name))}, "
                + "all over one database. Register what is missing beside the rest.");
        }
    }
}

using System.Security.Cryptography;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps everything in memory.</summary>
public static class InMemoryStoreExtensions
{
    /// <summary>
    /// Keeps subscriptions, occurrences, deliveries, attempts, reference data and settings in this process: for tests, and for
    /// hosts that can lose them. Nothing survives the process (<see cref="Durability.Memory"/>), so secrets are encrypted with a
    /// random key, named <c>memory</c>, unless the host registered a key ring.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IEventBusBuilder UseInMemoryStore(this IEventBusBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InMemoryStore>();
        services.AddSingleton<ISubscriptionStore>(provider => provider.GetRequiredService<InMemoryStore>());
        services.AddSingleton<IDeliveryStore>(provider => provider.GetRequiredService<InMemoryStore>());
        services.AddSingleton<IReferenceStore>(provider => provider.GetRequiredService<InMemoryStore>());
        services.AddSingleton<ISettingsStore>(provider => provider.GetRequiredService<InMemoryStore>());
        services.TryAddSingleton<IEncryptionKeyRing>(_ => new EncryptionKeyRing(
            new EncryptionKey("memory", RandomNumberGenerator.GetBytes(EncryptionKey.Length))));
        return builder;
    }
}

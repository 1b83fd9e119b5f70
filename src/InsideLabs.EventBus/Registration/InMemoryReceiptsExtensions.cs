using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Receipts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps receipts in memory.</summary>
public static class InMemoryReceiptsExtensions
{
    /// <summary>
    /// Keeps receipts in this process: for tests, and for receivers whose effects also end with the process. After a restart every
    /// message is new. Costs about 200 bytes for each message received within the receipt window.
    /// </summary>
    /// <param name="services">The host's services. They need nothing else of the event bus.</param>
    public static IServiceCollection AddInMemoryReceipts(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InMemoryReceiptStore>();
        services.AddSingleton<IReceiptStore>(static provider => provider.GetRequiredService<InMemoryReceiptStore>());
        return services;
    }
}

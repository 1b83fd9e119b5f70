using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Sqlite.Receipts;
using InsideLabs.EventBus.Sqlite.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps receipts in a receiver's own SQLite file.</summary>
public static class SqliteReceiptsExtensions
{
    /// <summary>
    /// Keeps receipts in the SQLite file where the receiver keeps its own tables, so that what a handler writes and the receipt
    /// commit together: <see cref="SqliteReceiptExtensions.SqliteTransaction"/>. Handlers run one after another, as writes to
    /// SQLite do. Also registers <see cref="IReceiverDatabase"/> for what is written outside of handlers.
    /// </summary>
    /// <param name="services">The host's services. They need nothing else of the event bus.</param>
    /// <param name="path">The receiver's own database file, see <see cref="SqliteReceiptOptions.Path"/>.</param>
    /// <param name="configure">Changes further options; they are validated when the host starts.</param>
    /// <exception cref="EventBusStoreException">
    /// Thrown when the host starts: the file is no database (<see cref="ErrorCodes.StoreIncompatible"/>) or cannot be opened
    /// (<see cref="ErrorCodes.StoreUnavailable"/>).
    /// </exception>
    public static IServiceCollection AddSqliteReceipts(
        this IServiceCollection services,
        string path,
        Action<SqliteReceiptOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(path);
        services.AddOptionsWithValidateOnStart<SqliteReceiptOptions, SqliteReceiptOptionsValidator>().Configure(options =>
        {
            options.Path = path;
            configure?.Invoke(options);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReceiverDatabase>();
        services.TryAddSingleton<IReceiverDatabase>(static provider => provider.GetRequiredService<ReceiverDatabase>());
        services.AddSingleton<IReceiptStore, SqliteReceiptStore>();
        services.AddHostedService<ReceiverFileStartup>();
        return services;
    }
}

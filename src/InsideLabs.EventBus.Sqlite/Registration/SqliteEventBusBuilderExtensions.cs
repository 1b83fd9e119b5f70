using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Sqlite;
using InsideLabs.EventBus.Sqlite.Keys;
using InsideLabs.EventBus.Sqlite.Registration;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps everything in one SQLite file.</summary>
public static class SqliteEventBusBuilderExtensions
{
    /// <summary>
    /// Keeps subscriptions, occurrences, deliveries, attempts, reference data and settings in one SQLite file that this process
    /// owns while it runs: a second process that opens it is refused. Secrets are encrypted with a key from a file beside it,
    /// unless the host registered a key ring.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The database file, see <see cref="SqliteStoreOptions.Path"/>.</param>
    /// <param name="configure">Changes further options.</param>
    /// <exception cref="EventBusStoreException">
    /// Thrown when the store is first resolved: another process owns the file (<see cref="ErrorCodes.StoreOwned"/>), it is not
    /// a store of this version or an older one (<see cref="ErrorCodes.StoreIncompatible"/>), or it cannot be opened
    /// (<see cref="ErrorCodes.StoreUnavailable"/>).
    /// </exception>
    public static IEventBusBuilder UseSqlite(this IEventBusBuilder builder, string path, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(path);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SqliteStoreOptions, SqliteStoreOptionsValidator>().Configure(options =>
        {
            options.Path = path;
            configure?.Invoke(options);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdleSignal>();
        services.TryAddSingleton(static provider => SqliteDatabase.Open(
            provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdleSignal>()));
        services.AddSingleton<ISubscriptionStore, SqliteSubscriptionStore>();
        services.AddSingleton<IDeliveryStore, SqliteDeliveryStore>();
        services.AddSingleton<IReferenceStore, SqliteReferenceStore>();
        services.AddSingleton<ISettingsStore, SqliteSettingsStore>();

        // The database is opened first: only who owns it may make its key.
        services.TryAddSingleton<IEncryptionKeyRing>(static provider =>
        {
            var database = provider.GetRequiredService<SqliteDatabase>();
            var options = provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
            return KeyFile.ReadOrCreate(options.KeyFilePath ?? database.Path + ".key");
        });
        return builder;
    }
}

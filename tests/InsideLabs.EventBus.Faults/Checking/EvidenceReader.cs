using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Faults.Receiving;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>Opens the store of an attack in this process, as its next owner, and reads all of it.</summary>
internal static class EvidenceReader
{
    public static async Task<Evidence> ReadAsync(
        string databasePath,
        IReadOnlyList<FaultSubscription> wanted,
        Ledger ledger,
        IReadOnlyList<ReceivedRequest> requests,
        int kills)
    {
        // Built and not started: it reads and delivers nothing.
        using var host = ChildHost.Build(databasePath);
        var store = host.Services.GetRequiredService<IDeliveryStore>();
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ledger.Begun.Keys)
        {
            if (await store.FindOccurrenceAsync(id, CancellationToken.None) is { } occurrence)
            {
                stored.Add(id, occurrence.EventType!);
            }
        }

        var subscriptions = await host.Services.GetRequiredService<ISubscriptionStore>()
            .ListAsync(SubscriptionFilter.All, CancellationToken.None);
        return new Evidence
        {
            Begun = ledger.Begun,
            Acknowledged = ledger.Acknowledged,
            Stored = stored,
            Subscriptions = subscriptions.ToDictionary(s => s.Id, s => s.Match.EventTypes.Single().Value),
            Schedules = subscriptions.Where(s => s.DeliverySchedule is not null).ToDictionary(s => s.Id, s => s.DeliverySchedule!),
            Handlers = subscriptions.Where(s => string.Equals(s.Adapter, AdapterNames.Handler, StringComparison.Ordinal)).Select(s => s.Id).ToHashSet(),
            Patterns = [.. wanted.Select(s => s.Pattern)],
            Deliveries = await store.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None),
            Attempts = await store.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None),
            Requests = requests,
            Integrity = CheckIntegrity(databasePath),
            Kills = kills,
            MaxConcurrentDeliveries = ChildHost.MaxConcurrentDeliveries,
        };
    }

    /// <summary>What SQLite itself says of the file.</summary>
    public static string CheckIntegrity(string databasePath)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = databasePath, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}

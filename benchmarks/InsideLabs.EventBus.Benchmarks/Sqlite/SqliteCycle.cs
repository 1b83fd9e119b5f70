using InsideLabs.EventBus.Benchmarks.Reports;
using InsideLabs.EventBus.Benchmarks.Throughput;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Benchmarks.Sqlite;

/// <summary>
/// The whole cycle on one SQLite file with full durability: an event and two deliveries are stored, both are delivered, and their outcomes
/// and attempts are stored. Everybody begins with an empty file on the same disk and keeps all rows.
/// </summary>
internal sealed class SqliteCycle : ThroughputBenchmark
{
    public const string Library = "InsideLabs.EventBus";
    public const string SqlClaims = "SQL claim loop";
    public const string MemoryClaims = "memory claim loop";

    public override Report Report { get; } = new SqliteCycleReport();

    public override int Rounds(bool isQuick) => isQuick ? 5 : 15;

    public override IReadOnlyList<Contender> Contenders(bool isQuick)
    {
        var count = isQuick ? 50_000 : 200_000;
        var ids = new EventIdGenerator(TimeProvider.System);
        var events = new (string Id, byte[] Body)[count];
        for (var i = 0; i < count; i++)
        {
            var id = ids.Next().Value;
            events[i] = (id, CycleData.BodyOf(id, i));
        }

        return
        [
            new Contender(Library, () => InFolderAsync(path => LibraryCycle.RunAsync(path, count))),
            new Contender(SqlClaims, () => InFolderAsync(path => Task.Run(() => SqlClaimLoop.Run(path, events)))),
            new Contender(MemoryClaims, () => InFolderAsync(path => Task.Run(() => MemoryClaimLoop.Run(path, events)))),
        ];
    }

    private static async Task<WorkDone> InFolderAsync(Func<string, Task<WorkDone>> run)
    {
        var folder = Directory.CreateTempSubdirectory("eventbus-benchmark-");
        try
        {
            return await run(Path.Combine(folder.FullName, "events.db")).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

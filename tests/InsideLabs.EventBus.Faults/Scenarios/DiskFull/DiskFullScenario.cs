using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>A disk without room left, under publish and deliver load.</summary>
internal sealed class DiskFullScenario : Scenario
{
    /// <summary>How large the disk is: room for a whole log and its checkpoint.</summary>
    public const int Mebibytes = 96;

    private const int TinyMebibytes = 6;

    private const int MostFillsPerDisk = 5;

    public override string Name => "disk-full";

    public override string Attack => "The disk fills under load and when a process starts; then there is room again.";

    public override Isolation Isolation => Isolation.Mounts;

    public override IReadOnlyList<string> Programs => ["mount", "umount"];

    public override async Task RunAsync(ScenarioRun run)
    {
        var random = new Random(run.Seed);
        var (longest, slowest, refused) = (TimeSpan.Zero, 0.0, 0);
        foreach (var fills in Plan(run).Chunk(MostFillsPerDisk))
        {
            using var disk = SmallDisk.Mount(run.NewFolder(), fills[0] == Fill.Load ? TinyMebibytes : Mebibytes);
            await using var bed = await TestBed.StartAsync(disk.Folder, run.Seed + (run.Runs * 1000));
            var attack = new DiskFullAttack(run, bed, disk, random);
            await attack.RunAsync(fills);
            await bed.DrainAsync();
            run.Judge(await bed.ReadEvidenceAsync());
            (longest, slowest) = (attack.Longest > longest ? attack.Longest : longest, Math.Max(slowest, attack.SlowestMilliseconds));
            refused += bed.Ledger.Refused.Count;
        }

        run.Figure($"{run.Runs} times full: {refused:N0} publishes refused with a typed error, the slowest publish took {slowest:F0} ms.");
        run.Figure($"With room again, publishes and deliveries went on within {longest.TotalSeconds:F1} s.");
    }

    /// <summary>The events themselves can fill a disk only once, as its first.</summary>
    private static IEnumerable<Fill> Plan(ScenarioRun run) => Enumerable.Range(0, run.Pick(quick: 2, full: 25)).Select(i => (i % MostFillsPerDisk) switch
    {
        0 => (i / MostFillsPerDisk % 2) == 0 && i > 0 ? Fill.Load : Fill.Filler,
        2 or 4 => Fill.Checkpoint,
        _ => Fill.Killed,
    });
}

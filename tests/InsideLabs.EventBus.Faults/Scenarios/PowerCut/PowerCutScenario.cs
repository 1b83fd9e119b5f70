using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>
/// A power cut leaves what was synced, and of the rest some beginning of the log. So two things are looked at: that nothing is
/// acknowledged before its sync has returned, system call by system call; and that every beginning of a log opens as a whole number
/// of transactions.
/// </summary>
internal sealed class PowerCutScenario : Scenario
{
    public override string Name => "power-cut";

    public override string Attack => "Power cuts at the edges of the log's frames; every acknowledgement is held against the sync before it.";

    public override IReadOnlyList<string> Programs => ["strace"];

    public override async Task RunAsync(ScenarioRun run)
    {
        var random = new Random(run.Seed);
        var (acknowledged, syncs, restarts, rounds) = (0, 0, 0, run.Pick(quick: 1, full: 6));
        for (var round = 0; round < rounds; round++)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + (round * 1000));
            var oracle = await TraceAsync(run, bed, Durability.Durable, run.Pick(quick: 800, full: 4000));
            run.Require(oracle.Violations.Count == 0, $"{oracle.Violations.Count} times: {(oracle.Violations is [var first, ..] ? first : string.Empty)}.");
            run.Require(oracle.Acknowledged >= bed.Ledger.Acknowledged.Count, $"only {oracle.Acknowledged} of {bed.Ledger.Acknowledged.Count} acknowledgements were seen.");
            await new CutCampaign(run, bed.DatabasePath, oracle, random).RunAsync(
                cuts: run.Pick(quick: 160, full: 2500), flips: run.Pick(quick: 20, full: 200), openings: run.Pick(quick: 2, full: 20));
            await bed.DrainAsync();
            run.Judge(await bed.ReadEvidenceAsync());
            (acknowledged, syncs, restarts) = (acknowledged + oracle.Acknowledged, syncs + oracle.Syncs, restarts + oracle.Restarts);
        }

        run.Figure($"{acknowledged:N0} acknowledgements, each after the sync of its own commit; {syncs:N0} syncs, {(double)acknowledged / syncs:F1} acknowledgements for each; the log began anew {restarts} times.");
        run.Figure($"{run.Runs:N0} cut or damaged logs: each opened as whole transactions, up to the last commit before the cut.");
        await ProveOracleAsync(run);
        await new SyncErrorAttack(run).RunAsync();
    }

    /// <summary>Without syncs every acknowledgement is early: an oracle that does not say so sees nothing.</summary>
    private static async Task ProveOracleAsync(ScenarioRun run)
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + 500);
        var oracle = await TraceAsync(run, bed, Durability.ProcessCrash, 50);
        run.Require(oracle.Violations.Count >= 50, $"the child that does not sync was reported {oracle.Violations.Count} times only: the oracle is blind.");
    }

    /// <summary>Lets a child publish under strace until it is killed.</summary>
    private static async Task<SyncOracle> TraceAsync(ScenarioRun run, TestBed bed, Durability durability, int enough)
    {
        var trace = Path.Combine(run.Folder.FullName, Guid.NewGuid().ToString("N"));
        var launch = new ChildLaunch
        {
            Prefix = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "8192", "-e", "trace=" + SyncOracle.Calls, "-e", "signal=none", "-o", trace],
        };
        await using (var child = bed.StartChild(PowerCutRole.RoleName, new Dictionary<string, string> { [PowerCutRole.Durability] = durability.ToString() }, launch))
        {
            await bed.FollowAsync(child, line =>
            {
                if (line.Kind == ChildLineKind.Acknowledged && bed.Ledger.Acknowledged.Count == enough)
                {
                    child.Signal(Posix.Kill);
                }
            }).WaitAsync(TestBed.Patience);
            await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
            bed.Kills++;
        }

        var oracle = new SyncOracle(bed.DatabasePath, FormattableString.Invariant($"{bed.Seed}-"));
        oracle.Read(trace);
        File.Delete(trace);
        return oracle;
    }
}

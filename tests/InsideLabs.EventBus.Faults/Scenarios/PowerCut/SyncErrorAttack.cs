using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>A disk that fails syncs (EIO): whoever publishes then is told, and nothing that was acknowledged is lost.</summary>
internal sealed class SyncErrorAttack(ScenarioRun run)
{
    public async Task RunAsync()
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + 700);
        var acknowledgedAfter = 0;
        var launch = new ChildLaunch
        {
            Prefix = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=50..300+25", "-e", "signal=none", "-o", "/dev/null"],
        };
        await using (var child = bed.StartChild(SteadyRole.RoleName, launch: launch))
        {
            await bed.FollowAsync(child, line =>
            {
                if (line.Kind == ChildLineKind.Acknowledged && bed.Ledger.Refused.Count > 0 && ++acknowledgedAfter == run.Pick(quick: 400, full: 4000))
                {
                    child.Signal(Posix.Kill);
                }
            }).WaitAsync(TestBed.Patience);
            await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
            bed.Kills++;
        }

        await bed.DrainAsync();
        var evidence = await bed.ReadEvidenceAsync();
        run.Judge(evidence);
        run.Require(
            bed.Ledger.Refused.Values.All(c => c == ErrorCodes.StoreUnavailable),
            $"a failed sync was told as {string.Join(", ", bed.Ledger.Refused.Values.Distinct(StringComparer.Ordinal))}.");
        run.Figure($"Failed syncs (EIO) refused {bed.Ledger.Refused.Count} publishes as {ErrorCodes.StoreUnavailable}; the store went on by itself.");
    }
}

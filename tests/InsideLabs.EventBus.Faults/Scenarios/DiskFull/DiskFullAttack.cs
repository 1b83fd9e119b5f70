using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>One disk with one store, filled again and again.</summary>
internal sealed class DiskFullAttack(ScenarioRun run, TestBed bed, SmallDisk disk, Random random)
{
    /// <summary>What is promised: a publish ends within this time, whatever the disk does.</summary>
    private const int SlowestPublish = 1000;

    /// <summary>How long a disk stays full: longer than an outcome waits before it is tried again.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1.5);

    /// <summary>What is promised: when there is room again, all goes on within this time.</summary>
    private static readonly TimeSpan Resumption = TimeSpan.FromSeconds(5);

    private int _outcomesRefused;

    /// <summary>The longest time until publishes and deliveries went on.</summary>
    public TimeSpan Longest { get; private set; }

    public double SlowestMilliseconds { get; private set; }

    public async Task RunAsync(IReadOnlyList<Fill> fills)
    {
        var child = bed.StartChild(DiskFullRole.RoleName);
        var following = bed.FollowAsync(child, Hear);
        try
        {
            foreach (var fill in fills)
            {
                var acknowledged = bed.Ledger.Acknowledged.Count;
                await UntilAsync(() => bed.Ledger.Acknowledged.Count > acknowledged + 200 || child.HasExited, TestBed.Patience, "publish anything");
                await FillAsync(fill);
                if (fill == Fill.Killed)
                {
                    await KillAsync(child);
                    await following;
                    await child.DisposeAsync();
                    await StartOnFullDiskAsync();
                    disk.Empty();
                    child = bed.StartChild(DiskFullRole.RoleName);
                    following = bed.FollowAsync(child, Hear);
                    await UntilAsync(() => child.IsReady, TestBed.Patience, "start with room again");
                }

                await ResumeAsync(fill);
                run.Runs++;
            }

            await KillAsync(child);
            await following;
        }
        finally
        {
            await child.DisposeAsync();
        }

        run.Require(SlowestMilliseconds <= SlowestPublish, $"a publish took {SlowestMilliseconds:F0} ms.");
        run.Require(
            bed.Ledger.Refused.Values.All(static c => c is ErrorCodes.StoreFull or ErrorCodes.StoreUnavailable),
            $"publishes were refused as {string.Join(", ", bed.Ledger.Refused.Values.Distinct(StringComparer.Ordinal))}.");
    }

    /// <summary>
    /// Takes the room while deliveries are on their way, whose answers come when it is gone, and waits until publishes and outcomes were
    /// refused and a while longer.
    /// </summary>
    private async Task FillAsync(Fill fill)
    {
        var (refused, outcomesRefused) = (bed.Ledger.Refused.Count, _outcomesRefused);
        if (fill == Fill.Checkpoint)
        {
            const long AlmostFull = 14L * 1024 * 1024;
            await UntilAsync(() => new FileInfo(bed.DatabasePath + "-wal") is { Exists: true, Length: > AlmostFull }, TestBed.Patience, "write a long log");
        }

        using var held = bed.Receiver.Trap(1, static () => { });
        await UntilAsync(() => held.Held > 0, TestBed.Patience, "send anything");
        if (fill != Fill.Load)
        {
            disk.Fill(left: random.Next(4096, fill == Fill.Checkpoint ? 3 * 1024 * 1024 : 512 * 1024));
        }

        await UntilAsync(() => bed.Ledger.Refused.Count > refused, TestBed.Patience, "refuse anything");
        held.Dispose();
        await UntilAsync(() => _outcomesRefused > outcomesRefused, TestBed.Patience, "refuse an outcome");
        await UntilAsync(static () => false, Hold);
    }

    /// <summary>Gives the room back, and waits until both publishes and deliveries go on.</summary>
    private async Task ResumeAsync(Fill fill)
    {
        var (acknowledged, received) = (bed.Ledger.Acknowledged.Count, bed.Receiver.Requests.Count);
        if (fill == Fill.Load)
        {
            disk.Grow(DiskFullScenario.Mebibytes);
        }
        else
        {
            disk.Empty();
        }

        var took = await UntilAsync(() => bed.Ledger.Acknowledged.Count > acknowledged && bed.Receiver.Requests.Count > received, TestBed.Patience, "go on");
        Longest = took > Longest ? took : Longest;
        run.Require(took <= Resumption, $"it took {took.TotalSeconds:F1} s until publishes and deliveries went on after {fill}.");
    }

    private async Task KillAsync(ChildProcess child)
    {
        child.Kill();
        await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
        bed.Kills++;
    }

    /// <summary>Starts a child where it has no room even to begin: it may come up, or end and say why.</summary>
    private async Task StartOnFullDiskAsync()
    {
        await using var child = bed.StartChild(DiskFullRole.RoleName);
        var following = bed.FollowAsync(child, Hear);
        await UntilAsync(() => child.IsReady || child.HasExited, TestBed.Patience, "start or end on a full disk");
        if (child.HasExited)
        {
            run.Require(
                child.Errors.Contains(ErrorCodes.StoreFull, StringComparison.Ordinal) || child.Errors.Contains("There is no room left", StringComparison.Ordinal) || child.Errors.Contains(ErrorCodes.StoreUnavailable, StringComparison.Ordinal),
                $"on a full disk it did not say what it lacks, but: {child.Errors}");
        }
        else
        {
            await KillAsync(child);
        }

        await following;
    }

    private void Hear(ChildLine line)
    {
        if (line.Kind != ChildLineKind.Told)
        {
            return;
        }

        switch (line.Subject)
        {
            case ClaimWatch.Claimed:
                run.Require(false, $"deliveries were claimed {line.Detail} ms after an outcome could not be stored.");
                break;
            case ClaimWatch.Refused:
                _outcomesRefused++;
                break;
            case SteadyRole.Slowest:
                SlowestMilliseconds = Math.Max(SlowestMilliseconds, double.Parse(line.Detail, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>Looks again and again.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="FaultException">It did not become so in time, and there is a word for what.</exception>
    private static async Task<TimeSpan> UntilAsync(Func<bool> isSo, TimeSpan patience, string? otherwise = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo())
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                return otherwise is null ? patience : throw new FaultException($"The child did not {otherwise} within {patience}.");
            }
        }

        return TimeProvider.System.GetElapsedTime(started);
    }
}

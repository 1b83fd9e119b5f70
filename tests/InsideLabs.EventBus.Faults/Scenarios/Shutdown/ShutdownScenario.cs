using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Receiving;

namespace InsideLabs.EventBus.Faults.Scenarios.Shutdown;

/// <summary>SIGTERM under load: what is on its way ends, what cannot end is given back, nothing comes twice without need.</summary>
internal sealed class ShutdownScenario : Scenario
{
    private const string CutMilliseconds = "500";
    private const int MostRunsPerFile = 20;

    /// <summary>How long a slow receiver holds its answers while the host stops.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(500);

    /// <summary>Whatever the receiver does.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    public override string Name => "shutdown";

    public override string Attack => "SIGTERM under publish and deliver load, with a receiver that answers, is slow, or is silent.";

    public override async Task RunAsync(ScenarioRun run)
    {
        var random = new Random(run.Seed);
        await StopAsync(run, random, ShutdownKind.Answered, run.Pick(quick: 2, full: 50));
        await StopAsync(run, random, ShutdownKind.Held, run.Pick(quick: 1, full: 30));
        await StopAsync(run, random, ShutdownKind.Cut, run.Pick(quick: 1, full: 18));
        await StopAsync(run, random, ShutdownKind.CutByDefault, run.Pick(quick: 0, full: 2));
    }

    private static async Task StopAsync(ScenarioRun run, Random random, ShutdownKind kind, int runs)
    {
        var isCut = kind is ShutdownKind.Cut or ShutdownKind.CutByDefault;
        var times = new List<TimeSpan>();
        var traps = new List<RequestTrap>();
        var refused = new List<string>();
        for (var left = runs; left > 0; left -= MostRunsPerFile)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + left);
            traps.Clear();
            var rounds = Math.Min(left, MostRunsPerFile);
            for (var round = 0; round < rounds; round++)
            {
                times.Add(await StopOnceAsync(run, bed, kind, random.Next(1, run.Pick(quick: 200, full: 1000)), traps));
                run.Runs++;
            }

            refused.AddRange(bed.Ledger.Refused.Values);
            JudgeCounters(run, await bed.ReadEvidenceAsync());
            await bed.DrainAsync();
            var evidence = await bed.ReadEvidenceAsync() with { Cuts = isCut ? rounds : 0 };
            run.Judge(evidence);
            JudgeCounters(run, evidence);
            var held = traps.Sum(t => t.Held);
            run.Require(isCut || evidence.Duplicates == 0, $"{evidence.Duplicates} duplicates, although no send was cancelled.");
            run.Require(!isCut || evidence.ExtraCopies >= held, $"{held} sends were cancelled, but only {evidence.ExtraCopies} came again.");
            run.Require(kind == ShutdownKind.Answered || held >= rounds, $"only {held} answers were held: the host had nothing to wait for.");
        }

        if (times.Count > 0)
        {
            run.Figure($"{kind}: {runs} runs, the slowest ended {times.Max().TotalSeconds:F1} s after SIGTERM; {refused.Count} publishes were refused ({string.Join(", ", refused.Distinct(StringComparer.Ordinal))}).");
        }
    }

    /// <summary>What was given back was given back untried: no attempt is recorded that got no answer.</summary>
    private static void JudgeCounters(ScenarioRun run, Evidence evidence)
    {
        var attempts = evidence.Attempts.ToLookup(a => a.DeliveryId);
        foreach (var delivery in evidence.Deliveries)
        {
            var own = attempts[delivery.Id].ToList();
            run.Require(
                delivery.Attempts == own.Count && delivery.Failures == own.Count(a => a.Outcome == AttemptOutcome.Failure) && delivery.Crashes == 0,
                $"{delivery.Id} counts {delivery.Attempts} attempts, {delivery.Failures} failures and {delivery.Crashes} crashes, but has {own.Count} attempts.");
            run.Require(own.TrueForAll(a => a.StatusCode is not null), $"an attempt of {delivery.Id} is recorded that got no answer.");
            run.Require(delivery.Status != DeliveryStatus.Claimed, $"{delivery.Id} was not given back.");
        }
    }

    /// <returns>How long the child took to end.</returns>
    private static async Task<TimeSpan> StopOnceAsync(ScenarioRun run, TestBed bed, ShutdownKind kind, int nth, List<RequestTrap> traps)
    {
        var asked = 0L;
        var acknowledged = 0;
        var values = kind == ShutdownKind.Cut
            ? new Dictionary<string, string> { [ShutdownRole.DrainMilliseconds] = CutMilliseconds }
            : null;
        await using var child = bed.StartChild(ShutdownRole.RoleName, values);
        using var trap = bed.Receiver.Trap(kind == ShutdownKind.Answered ? int.MaxValue : nth, Ask);
        traps.Add(trap);
        await using var release = TimeProvider.System.CreateTimer(
            _ => trap.Dispose(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await bed.FollowAsync(child, Hear).WaitAsync(TestBed.Patience);
        await TestBed.ExpectExitAsync(child, 0);
        var time = TimeProvider.System.GetElapsedTime(asked);
        run.Require(time <= Longest, $"the host took {time.TotalSeconds:F1} s to end ({kind}).");
        return time;

        void Ask()
        {
            asked = TimeProvider.System.GetTimestamp();
            child.Signal(Posix.Terminate);
        }

        void Hear(ChildLine line)
        {
            if (line.Kind == ChildLineKind.Acknowledged && ++acknowledged == nth && kind == ShutdownKind.Answered)
            {
                Ask();
            }
            else if (line is { Kind: ChildLineKind.Told, Subject: ShutdownRole.Untyped })
            {
                run.Require(false, $"a publish while the host stopped failed with {line.Detail}.");
            }
            else if (line is { Kind: ChildLineKind.Told, Subject: ShutdownRole.Stopping } && kind == ShutdownKind.Held)
            {
                release.Change(Hold, Timeout.InfiniteTimeSpan);
            }
        }
    }
}

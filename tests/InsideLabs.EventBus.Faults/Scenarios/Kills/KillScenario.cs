using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Kills;

/// <summary>SIGKILL at random moments while a child publishes and delivers as fast as it can.</summary>
internal sealed class KillScenario : Scenario
{
    /// <summary>Now and then the queue runs empty and a new file begins: what is compared must fit into memory.</summary>
    private const int MostKillsPerFile = 100;

    public override string Name => "kill";

    public override string Attack => "SIGKILL at random moments under publish and deliver load.";

    public override async Task RunAsync(ScenarioRun run)
    {
        var random = new Random(run.Seed);
        var furthest = run.Pick(quick: 1500, full: 2500);
        for (var left = run.Pick(quick: 10, full: 1000); left > 0; left -= MostKillsPerFile)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + (left * 1000));
            for (var round = 0; round < Math.Min(left, MostKillsPerFile); round++)
            {
                await KillOnceAsync(bed, KillPoint.Draw(round, furthest, random));
                run.Runs++;
            }

            await bed.DrainAsync();
            var evidence = await bed.ReadEvidenceAsync();
            run.Judge(evidence);
            run.Require(evidence.Acknowledged.Count > bed.Kills, $"only {evidence.Acknowledged.Count} events were acknowledged: that proves nothing.");
            run.Require(evidence.Attempts.Any(a => a.Outcome == AttemptOutcome.Failure), $"no attempt failed: no retry was on its way at any kill.");
            run.Require(evidence.ExtraCopies > 0, $"no copy came twice: no kill came between an answer and its record.");
            run.Log($"{run.Runs} kills, {run.Acknowledged} acknowledged events, {evidence.Deliveries.Count} deliveries in this file, {evidence.ExtraCopies} extra copies of at most {evidence.MostExtraCopies}");
        }

        run.Figure($"{run.Kills} kills and {run.Acknowledged} acknowledged events; {run.Duplicates} deliveries came once more after their success.");
    }

    /// <summary>Lets a child publish and deliver until it is killed.</summary>
    private static async Task KillOnceAsync(TestBed bed, KillPoint point)
    {
        await using var child = bed.StartChild(PublishRole.RoleName);
        using var trap = bed.Receiver.Trap(point.Moment == KillMoment.Received ? point.Nth : int.MaxValue, child.Kill);
        var counted = 0;
        try
        {
            await bed.FollowAsync(child, line =>
            {
                if (point.Counts(line) && ++counted == point.Nth)
                {
                    child.Kill();
                }
            }).WaitAsync(TestBed.Patience);
        }
        catch (TimeoutException)
        {
            throw new FaultException(
                $"Round {bed.Kills + 1} never came to {point}: {bed.Ledger.Begun.Count} begun, {bed.Ledger.Acknowledged.Count} acknowledged, "
                + $"{bed.Receiver.Requests.Count} requests in all rounds. The child said: {child.Errors}");
        }

        await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
        bed.Kills++;
    }
}

using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.Zombies;

/// <summary>
/// Workers that have lost their claims and do not know it. An embedded store never takes a claim away, so the claims are given
/// back behind the workers' backs; the fence that must hold is the one that every store has.
/// </summary>
internal sealed class ZombieScenario : Scenario
{
    /// <summary>With both outcomes of half of the deliveries handed in, an event that two subscriptions match makes one overlap.</summary>
    private const int EventsPerFile = 2500;

    public override string Name => "zombie";

    public override string Attack => "Outcomes handed in with a claim that another worker has by now, before and after the other's.";

    public override async Task RunAsync(ScenarioRun run)
    {
        for (var left = run.Pick(quick: 2500, full: 20_000); left > 0; left -= EventsPerFile)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + (left * 1000));
            var told = new Dictionary<string, string>(StringComparer.Ordinal);
            var events = EventsPerFile.ToString(CultureInfo.InvariantCulture);
            await using (var child = bed.StartChild(ZombieRole.RoleName, new Dictionary<string, string> { [ZombieRole.Events] = events }))
            {
                await bed.FollowAsync(child, line => told[line.Subject] = line.Detail).WaitAsync(TestBed.Patience);
                await TestBed.ExpectExitAsync(child, 0);
            }

            var evidence = await bed.ReadEvidenceAsync();
            var overlaps = int.Parse(told[ZombieRole.Overlaps], CultureInfo.InvariantCulture);
            var stale = evidence.Attempts.Count(a => a.Outcome == AttemptOutcome.Stale);
            run.Judge(evidence);
            run.Runs += overlaps;
            run.Require(overlaps >= EventsPerFile / 2, $"only {overlaps} outcomes came late: that proves little.");
            run.Require(told[ZombieRole.Accepted] == "0", $"{told[ZombieRole.Accepted]} calls with a lost claim took effect.");
            run.Require(stale == overlaps, $"{overlaps} outcomes came late, {stale} are in the audit as stale.");
        }

        run.Figure($"{run.Runs} late outcomes, none accepted, each in the audit as stale");
    }
}

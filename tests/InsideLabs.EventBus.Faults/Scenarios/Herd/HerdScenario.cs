using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>Ten thousand deliveries fail in one second, and receivers come back to ten thousand that wait. Virtual time, in this process.</summary>
internal sealed class HerdScenario : Scenario
{
    public override string Name => "herd";

    public override string Attack => "10,000 deliveries that fail in the same second; receivers that come back while 10,000 wait for them.";

    public override async Task RunAsync(ScenarioRun run)
    {
        for (var time = 0; time < run.Pick(quick: 1, full: 5); time++)
        {
            await RetryRounds.RunAsync(run, rounds: run.Pick(quick: 2, full: 9));
            run.Runs++;
        }

        foreach (var minutes in run.Scale == Scale.Quick ? (int[])[1] : [1, 10, 60])
        {
            await Recovery.RunAsync(run, down: TimeSpan.FromMinutes(minutes));
            run.Runs++;
        }
    }
}

using InsideLabs.EventBus.Faults.Scenarios.Clock;
using InsideLabs.EventBus.Faults.Scenarios.DiskFull;
using InsideLabs.EventBus.Faults.Scenarios.Kills;
using InsideLabs.EventBus.Faults.Scenarios.PowerCut;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>Every scenario, in the order in which they run.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillScenario(),
        new PowerCutScenario(),
        new DiskFullScenario(),
        new ClockScenario(),
    ];
}

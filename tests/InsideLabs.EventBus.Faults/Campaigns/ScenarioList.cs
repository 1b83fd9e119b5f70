using InsideLabs.EventBus.Faults.Scenarios.Backlog;
using InsideLabs.EventBus.Faults.Scenarios.Kills;
using InsideLabs.EventBus.Faults.Scenarios.Malformed;
using InsideLabs.EventBus.Faults.Scenarios.Neighbours;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>Every scenario, in the order in which they run.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillScenario(),
        new NeighbourScenario(),
        new BacklogScenario(),
        new MalformedScenario(),
    ];
}

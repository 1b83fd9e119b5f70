using InsideLabs.EventBus.Faults.Scenarios.Backlog;
using InsideLabs.EventBus.Faults.Scenarios.Clock;
using InsideLabs.EventBus.Faults.Scenarios.DiskFull;
using InsideLabs.EventBus.Faults.Scenarios.FailPoints;
using InsideLabs.EventBus.Faults.Scenarios.Herd;
using InsideLabs.EventBus.Faults.Scenarios.Kills;
using InsideLabs.EventBus.Faults.Scenarios.Malformed;
using InsideLabs.EventBus.Faults.Scenarios.Neighbours;
using InsideLabs.EventBus.Faults.Scenarios.Ownership;
using InsideLabs.EventBus.Faults.Scenarios.Poison;
using InsideLabs.EventBus.Faults.Scenarios.PowerCut;
using InsideLabs.EventBus.Faults.Scenarios.Receivers;
using InsideLabs.EventBus.Faults.Scenarios.Shutdown;
using InsideLabs.EventBus.Faults.Scenarios.Ssrf;
using InsideLabs.EventBus.Faults.Scenarios.Zombies;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>Every scenario, in the order in which they run.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillScenario(),
        new ZombieScenario(),
        new FailPointScenario(),
        new ShutdownScenario(),
        new PoisonScenario(),
        new OwnershipScenario(),
        new PowerCutScenario(),
        new DiskFullScenario(),
        new ClockScenario(),
        new ReceiverScenario(),
        new SsrfScenario(),
        new HerdScenario(),
        new NeighbourScenario(),
        new BacklogScenario(),
        new MalformedScenario(),
    ];
}

using InsideLabs.EventBus.Faults.Scenarios.Herd;
using InsideLabs.EventBus.Faults.Scenarios.Kills;
using InsideLabs.EventBus.Faults.Scenarios.Receivers;
using InsideLabs.EventBus.Faults.Scenarios.Ssrf;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>Every scenario, in the order in which they run.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillScenario(),
        new ReceiverScenario(),
        new SsrfScenario(),
        new HerdScenario(),
    ];
}

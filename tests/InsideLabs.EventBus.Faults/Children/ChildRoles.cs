using InsideLabs.EventBus.Faults.Scenarios.Backlog;
using InsideLabs.EventBus.Faults.Scenarios.Clock;
using InsideLabs.EventBus.Faults.Scenarios.DiskFull;
using InsideLabs.EventBus.Faults.Scenarios.FailPoints;
using InsideLabs.EventBus.Faults.Scenarios.Malformed;
using InsideLabs.EventBus.Faults.Scenarios.Neighbours;
using InsideLabs.EventBus.Faults.Scenarios.Poison;
using InsideLabs.EventBus.Faults.Scenarios.PowerCut;
using InsideLabs.EventBus.Faults.Scenarios.Receivers;
using InsideLabs.EventBus.Faults.Scenarios.Shutdown;
using InsideLabs.EventBus.Faults.Scenarios.Ssrf;
using InsideLabs.EventBus.Faults.Scenarios.Zombies;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Every role that a child can have.</summary>
internal static class ChildRoles
{
    private static readonly ChildRole[] All =
    [
        new PublishRole(),
        new DrainRole(),
        new ZombieRole(),
        new FailPointRole(),
        new OperationRole(),
        new ShutdownRole(),
        new PoisonRole(),
        new SteadyRole(),
        new PowerCutRole(),
        new DiskFullRole(),
        new ClockRole(),
        new ReceiverRole(),
        new SsrfRole(),
        new NeighbourRole(),
        new BacklogRole(),
        new MalformedRole(),
    ];

    public static ChildRole Get(string name) =>
        Array.Find(All, r => string.Equals(r.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no role '{name}'; there are {string.Join(", ", All.Select(r => r.Name))}.", nameof(name));
}

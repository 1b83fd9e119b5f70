using InsideLabs.EventBus.Faults.Scenarios.Backlog;
using InsideLabs.EventBus.Faults.Scenarios.Malformed;
using InsideLabs.EventBus.Faults.Scenarios.Neighbours;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Every role that a child can have.</summary>
internal static class ChildRoles
{
    private static readonly ChildRole[] All =
    [
        new PublishRole(),
        new DrainRole(),
        new NeighbourRole(),
        new BacklogRole(),
        new MalformedRole(),
    ];

    public static ChildRole Get(string name) =>
        Array.Find(All, r => string.Equals(r.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no role '{name}'; there are {string.Join(", ", All.Select(r => r.Name))}.", nameof(name));
}

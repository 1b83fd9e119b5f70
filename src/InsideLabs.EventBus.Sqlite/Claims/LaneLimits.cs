using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>How much of the queue stands in memory. The rest waits in the database and is read when its turn comes.</summary>
/// <param name="PerLane">The most waiting deliveries of one subscription.</param>
/// <param name="Total">With so many over all lanes, each keeps only a few.</param>
/// <param name="OccurrenceBytes">The most bytes of fresh occurrences that are kept until they are claimed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneLimits(int PerLane, int Total, long OccurrenceBytes)
{
    /// <summary>The most that one reading of a lane takes from the database, so that commits need not wait long for it.</summary>
    public const int LargestPage = 512;

    /// <summary>A larger occurrence is always read when it is claimed.</summary>
    public const int LargestKeptOccurrence = 16 * 1024;

    public static LaneLimits Default { get; } = new(PerLane: 4096, Total: 100_000, OccurrenceBytes: 64 * 1024 * 1024);

    /// <summary>The most that a lane keeps while so many wait over all lanes.</summary>
    public int MostPerLane(int total) => total < Total ? PerLane : Math.Max(1, PerLane / 32);
}

using System.Collections.Concurrent;

namespace InsideLabs.EventBus.Diagnostics;

/// <summary>Tells health checks which time zones of delivery schedules this machine cannot resolve: their deliveries do not wait.</summary>
public sealed class TimeZoneMonitor
{
    private readonly Func<string, bool> _resolves;
    private readonly ConcurrentDictionary<string, bool> _reported = new(StringComparer.Ordinal);

    internal TimeZoneMonitor(Func<string, bool> resolves) => _resolves = resolves;

    /// <summary>The zones that were looked for without success, and still cannot be resolved; ordered by name.</summary>
    public IReadOnlyList<string> FindMissing() => [.. _reported.Keys.Where(zone => !_resolves(zone)).Order(StringComparer.Ordinal)];

    /// <summary>A zone could not be resolved.</summary>
    /// <returns>Whether this is news.</returns>
    internal bool Report(string zone) => _reported.TryAdd(zone, value: true);
}

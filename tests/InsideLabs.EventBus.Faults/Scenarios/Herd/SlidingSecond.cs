namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>Counts what falls into any one second, wherever it begins.</summary>
internal static class SlidingSecond
{
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(1);

    /// <summary>The most instants that any half-open second holds.</summary>
    public static int Busiest(IEnumerable<DateTimeOffset> instants)
    {
        var sorted = instants.Order().ToArray();
        var (first, most) = (0, 0);
        for (var last = 0; last < sorted.Length; last++)
        {
            while (sorted[last] - sorted[first] >= Width)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}

namespace InsideLabs.EventBus.Purging;

/// <summary>Removes much in small bites, between which others have their turn.</summary>
internal static class Bites
{
    /// <summary>Bites until nothing is left.</summary>
    /// <param name="size">How much a full bite takes.</param>
    /// <param name="bite">Takes one, and tells how much that was: less than a full one when nothing is left.</param>
    /// <returns>How much was taken.</returns>
    public static async ValueTask<long> RepeatAsync(int size, Func<ValueTask<int>> bite)
    {
        var total = 0L;
        while (true)
        {
            var taken = await bite().ConfigureAwait(false);
            total += taken;
            if (taken < size)
            {
                return total;
            }
        }
    }
}

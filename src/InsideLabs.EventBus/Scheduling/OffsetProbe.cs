namespace InsideLabs.EventBus.Scheduling;

/// <summary>
/// Finds the periods of a zone by asking the platform for its offset at one instant after the other. The platform's rules are not read:
/// what they mean around the ends of years only the platform's own look-up says, and that is what every other clock here shows.
/// </summary>
internal static class OffsetProbe
{
    /// <summary>
    /// Two changes that cancel each other between two probes would be missed. No zone has them: the shortest period of all known zones
    /// from 1840 to 2200 lasts almost four days (Freetown, 1939), and a slip of the platform's rules at the end of a year lasts as long
    /// as clocks are moved, which is no less than twenty minutes in any zone.
    /// </summary>
    private const long Step = 15 * TimeSpan.TicksPerMinute;

    /// <summary>The first of the periods from one instant to another; the others follow it.</summary>
    public static OffsetPeriod Find(TimeZoneInfo zone, long from, long until)
    {
        var starts = new List<(long Instant, long Offset)> { (from, OffsetAt(zone, from)) };
        for (var probed = from; probed < until - 1;)
        {
            var probe = Math.Min(probed + Step, until - 1);
            var offset = OffsetAt(zone, probe);
            while (offset != starts[^1].Offset)
            {
                probed = FirstOther(zone, probed, probe, starts[^1].Offset);
                starts.Add((probed, OffsetAt(zone, probed)));
            }

            probed = probe;
        }

        OffsetPeriod? next = null;
        for (var i = starts.Count - 1; i >= 0; i--)
        {
            next = new OffsetPeriod(starts[i].Instant, next?.From ?? until, starts[i].Offset, next);
        }

        return next!;
    }

    /// <summary>The first instant with another offset, after one that has it, up to one that has it no longer.</summary>
    private static long FirstOther(TimeZoneInfo zone, long same, long other, long offset)
    {
        while (other - same > 1)
        {
            var middle = same + ((other - same) / 2);
            if (OffsetAt(zone, middle) == offset)
            {
                same = middle;
            }
            else
            {
                other = middle;
            }
        }

        return other;
    }

    private static long OffsetAt(TimeZoneInfo zone, long instant) => zone.GetUtcOffset(new DateTime(instant, DateTimeKind.Utc)).Ticks;
}

using InsideLabs.EventBus.Subscriptions;
using NodaTime;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>
/// The openings of a schedule by NodaTime and its own database: each window of each date as an interval of local time, cut with each of
/// the zone's intervals. Another way than ours, which goes from the instant to the clock.
/// </summary>
internal static class NodaOpenings
{
    /// <summary>The openings between two instants, cut at both, those that touch merged.</summary>
    public static List<(Instant Opens, Instant Closes)> Of(DeliverySchedule schedule, DateTimeZone zone, Instant from, Instant until)
    {
        var pieces = new List<(Instant Opens, Instant Closes)>();
        foreach (var interval in zone.GetZoneIntervals(from, until))
        {
            var (start, end) = (Later(from, interval.HasStart ? interval.Start : from), Earlier(until, interval.HasEnd ? interval.End : until));
            var offset = interval.WallOffset;
            var last = end.WithOffset(offset).Date;
            for (var date = start.WithOffset(offset).Date.PlusDays(-1); date <= last; date = date.PlusDays(1))
            {
                foreach (var window in schedule.Windows.Where(w => w.Start != w.End && w.Days.Contains((DayOfWeek)((int)date.DayOfWeek % 7))))
                {
                    var length = window.End - window.Start + (window.End < window.Start ? TimeSpan.FromDays(1) : TimeSpan.Zero);
                    var begins = (date.AtMidnight() + Period.FromTicks(window.Start.Ticks)).WithOffset(offset).ToInstant();
                    var opens = Later(start, begins);
                    var closes = Earlier(end, begins + Duration.FromTimeSpan(length));
                    if (opens < closes)
                    {
                        pieces.Add((opens, closes));
                    }
                }
            }
        }

        return Merged(pieces);
    }

    private static List<(Instant Opens, Instant Closes)> Merged(List<(Instant Opens, Instant Closes)> pieces)
    {
        var merged = new List<(Instant Opens, Instant Closes)>();
        foreach (var piece in pieces.OrderBy(p => p.Opens))
        {
            if (merged.Count > 0 && piece.Opens <= merged[^1].Closes)
            {
                merged[^1] = (merged[^1].Opens, Later(merged[^1].Closes, piece.Closes));
            }
            else
            {
                merged.Add(piece);
            }
        }

        return merged;
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;
}

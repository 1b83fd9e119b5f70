namespace InsideLabs.EventBus.Scheduling;

/// <summary>
/// The periods of one zone, found when they are asked for, a piece of 41 days at a time. Any number of threads may ask: what they share
/// is immutable and replaced whole, and two that look for the same piece find the same.
/// </summary>
/// <param name="zone">The zone.</param>
internal sealed class OffsetTimeline(TimeZoneInfo zone)
{
    /// <summary>The first instant, in ticks, that no calendar has.</summary>
    public const long End = 3_155_378_976_000_000_000;

    private const int PieceBits = 45;

    // Seven years; who asks for others in between pays by looking for them again, and memory stays what it is.
    private const int Kept = 64;

    private readonly OffsetPeriod?[] _pieces = new OffsetPeriod?[Kept];
    private OffsetPeriod _latest = new(from: 0, until: 0, offset: 0, next: null);

    /// <summary>The period that an instant is in. It may end where the piece ends, and then another with the same offset follows.</summary>
    /// <param name="instant">The instant, in ticks of UTC.</param>
    public OffsetPeriod At(long instant)
    {
        var latest = Volatile.Read(ref _latest);
        return latest.Contains(instant) ? latest : Find(instant);
    }

    private OffsetPeriod Find(long instant)
    {
        var number = instant >> PieceBits;
        ref var kept = ref _pieces[number % Kept];
        var period = Volatile.Read(ref kept);
        if (period is null || period.From != number << PieceBits)
        {
            period = OffsetProbe.Find(zone, number << PieceBits, Math.Min((number + 1) << PieceBits, End));
            Volatile.Write(ref kept, period);
        }

        while (!period.Contains(instant))
        {
            period = period.Next!;
        }

        Volatile.Write(ref _latest, period);
        return period;
    }
}

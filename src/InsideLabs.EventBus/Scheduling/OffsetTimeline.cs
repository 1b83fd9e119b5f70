using System.Runtime.CompilerServices;

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

    /// <summary>The period that an instant is in. It may end where the piece ends, and then another with the same offset follows.</summary>
    /// <param name="instant">The instant, in ticks of UTC.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OffsetPeriod At(long instant)
    {
        var first = Volatile.Read(ref _pieces[(int)(instant >> PieceBits) & (Kept - 1)]);
        return first is not null && first.Contains(instant) ? first : Find(instant, first);
    }

    private OffsetPeriod Find(long instant, OffsetPeriod? first)
    {
        var from = instant >> PieceBits << PieceBits;
        if (first?.From != from)
        {
            first = OffsetProbe.Find(zone, from, Math.Min(from + (1L << PieceBits), End));
            Volatile.Write(ref _pieces[(int)(instant >> PieceBits) & (Kept - 1)], first);
        }

        while (!first.Contains(instant))
        {
            first = first.Next!;
        }

        return first;
    }
}

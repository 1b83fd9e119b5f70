namespace InsideLabs.EventBus.Events;

/// <summary>
/// Makes ULIDs: 26 characters of Crockford's base 32, 48 bits of time and 80 of what tells ids of one millisecond apart. Of these the first
/// 16 count, from 0 in every millisecond, and the other 64 are random. So one generator's ids always ascend, also within a millisecond
/// and while the clock stands or steps back, and knowing one id does not tell the next.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class EventIdGenerator(TimeProvider time)
{
    private const int SequenceBits = 16;

    // The milliseconds and the sequence of the last id, in one word, so that no lock is needed. 65,536 ids within a millisecond carry
    // into the next one, which is what is wanted: borrow from it.
    private long _last = -1;

    /// <summary>Makes the next id.</summary>
    public EventId Next() => EventId.Trust(Next(time.GetUtcNow()).ToString());

    /// <summary>Makes the next id as a number, for a caller who has looked at the clock already.</summary>
    /// <param name="now">What the clock showed.</param>
    internal Ulid Next(DateTimeOffset now)
    {
        var fresh = now.ToUnixTimeMilliseconds() << SequenceBits;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = fresh > last ? fresh : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return new Ulid((ulong)next, RandomBits.Next());
            }
        }
    }
}

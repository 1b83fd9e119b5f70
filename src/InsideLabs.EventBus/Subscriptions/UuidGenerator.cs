using System.Buffers.Binary;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>
/// Makes UUIDv7s that ascend, also within a millisecond and while the clock stands or steps back: lists are ordered by id,
/// so two items made one after the other must not change places.
/// </summary>
internal sealed class UuidGenerator(TimeProvider time)
{
    private const ulong RandomMask = 0x3FFF_FFFF_FFFF_FFFF;
    private const ulong VariantBits = 0x8000_0000_0000_0000;
    private const int SequenceBits = 12;
    private const long SequenceMask = (1 << SequenceBits) - 1;

    // The milliseconds and the sequence of the last id, in one word, so that no lock is needed. What is more than 4,096 ids within a
    // millisecond carries into the next one.
    private long _last = -1;

    /// <summary>When an id was made.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }

    /// <summary>An id that is smaller than every one made at an instant or later, and greater than those made a millisecond before.</summary>
    public static Guid FirstAt(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, instant.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    public Guid Next() => Next(time.GetUtcNow());

    /// <summary>Makes the next id for a caller who has looked at the clock already.</summary>
    /// <param name="now">What the clock showed.</param>
    public Guid Next(DateTimeOffset now)
    {
        var fresh = now.ToUnixTimeMilliseconds() << SequenceBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = fresh > last ? fresh : last + 1;
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        var milliseconds = next >> SequenceBits;
        var tail = (RandomBits.Next() & RandomMask) | VariantBits;
        Span<byte> tailBytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(tailBytes, tail);
        return new Guid(
            (int)(milliseconds >> 16),
            (short)milliseconds,
            (short)(0x7000 | (next & SequenceMask)),
            tailBytes[0], tailBytes[1], tailBytes[2], tailBytes[3], tailBytes[4], tailBytes[5], tailBytes[6], tailBytes[7]);
    }
}

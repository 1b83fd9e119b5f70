using System.Buffers.Binary;
using System.Security.Cryptography;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>
/// Makes UUIDv7s that ascend, also within a millisecond and while the clock stands or steps back: lists are ordered by id,
/// so two items made one after the other must not change places.
/// </summary>
internal sealed class UuidGenerator(TimeProvider time)
{
    private const ulong RandomMask = 0x3FFF_FFFF_FFFF_FFFF;

    private readonly Lock _gate = new();
    private long _millisecond = -1;
    private int _sequence;

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

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _millisecond)
            {
                (_millisecond, _sequence) = (now, 0);
            }
            else if (++_sequence > 0xFFF)
            {
                (_millisecond, _sequence) = (_millisecond + 1, 0);
            }

            BinaryPrimitives.WriteInt64BigEndian(bytes, (_millisecond << 16) | 0x7000L | (uint)_sequence);
        }

        var tail = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (tail & RandomMask) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Makes ULIDs: 26 characters of Crockford's base 32, 48 bits of time and 80 of randomness, so that ids sort by the
/// millisecond they were made in. Within one millisecond, and while the clock stands or steps back, the randomness is
/// counted up instead of drawn anew, so that one generator's ids always ascend.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class EventIdGenerator(TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    private readonly Lock _gate = new();
    private long _millisecond = -1;
    private UInt128 _random;

    /// <summary>Makes the next id.</summary>
    public EventId Next()
    {
        UInt128 value;
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _millisecond)
            {
                _millisecond = now;
                _random = Draw();
            }
            else if (++_random >> 80 != 0)
            {
                // 2^80 ids in a millisecond do not happen, but a draw near the end of the range does: borrow from the next one.
                _millisecond++;
                _random = Draw();
            }

            value = ((UInt128)(ulong)_millisecond << 80) | _random;
        }

        return EventId.Parse(string.Create(Length, value, static (text, bits) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        }));
    }

    private static UInt128 Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}

namespace InsideLabs.EventBus.Events;

/// <summary>A ULID as a number: 48 bits of milliseconds, 80 of sequence and randomness. Its text is made when somebody asks for it.</summary>
/// <param name="High">The milliseconds and the sequence.</param>
/// <param name="Low">The random bits.</param>
internal readonly record struct Ulid(ulong High, ulong Low)
{
    private const int Length = 26;
    private const int SequenceBits = 16;
    private const int HalfBits = 40;
    private const int HalfLength = HalfBits / 5;

    /// <summary>Whether it is none: the default value, which is never drawn.</summary>
    public bool IsNone => (High | Low) == 0;

    private static ReadOnlySpan<char> Alphabet => "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>26 characters of Crockford's base 32.</summary>
    public override string ToString() => string.Create(Length, this, static (text, ulid) =>
    {
        Write(text[^HalfLength..], ulid.Low & ((1UL << HalfBits) - 1));
        Write(text[^(2 * HalfLength)..^HalfLength], ((ulid.High & 0xFFFF) << (64 - HalfBits)) | (ulid.Low >> HalfBits));
        Write(text[..^(2 * HalfLength)], ulid.High >> SequenceBits);
    });

    private static void Write(Span<char> text, ulong bits)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }
    }
}

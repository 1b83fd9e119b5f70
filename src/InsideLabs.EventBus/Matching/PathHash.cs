using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Hashes a dotted path segment by segment, so that one pass over a type's text yields the key of each of its prefixes. It is
/// seeded, because the names come from outside: whoever cannot know the seed cannot choose names that collide.
/// </summary>
/// <param name="seed">Any number, best a random one.</param>
/// <param name="bits">How many bits of the hash count, 0 to 54; a small number makes collisions common, for tests of them.</param>
internal readonly struct PathHash(ulong seed, int bits)
{
    /// <summary>All the bits there are: the lowest ten of a key are the length of its path and its kind.</summary>
    public const int AllBits = 54;

    private const ulong WholeType = 1 << 9;

    // Two odd constants without pattern; they keep the seeds 0 and 1 from being special.
    private const ulong Salt = 0x9E37_79B9_7F4A_7C15;
    private const ulong Spice = 0xD6E8_FEB8_6659_FD93;

    private readonly ulong _secret = Multiply(seed ^ Spice, Salt);
    private readonly ulong _mask = bits == 0 ? 0 : ulong.MaxValue << (64 - bits);

    /// <summary>The hash of the empty path.</summary>
    public ulong Start { get; } = Multiply(seed ^ Salt, Spice);

    /// <summary>The hash of a path one segment longer.</summary>
    /// <remarks>
    /// One multiplication waits for the path so far, whatever the segment's length: the rest of a long segment is folded on its own,
    /// which the processor does ahead.
    /// </remarks>
    /// <param name="hash">The hash of the path so far.</param>
    /// <param name="segment">The next segment, without dots.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Append(ulong hash, ReadOnlySpan<char> segment)
    {
        // Every read below lies within the segment, which the lengths before it prove: no need to check each again.
        ref var text = ref MemoryMarshal.GetReference(segment);
        var length = segment.Length;
        ulong head, tail;
        if (length > 8)
        {
            head = Multiply(_secret ^ Word(ref text, 0), Start ^ Word(ref text, 4));
            for (var i = 8; i < length - 8; i += 8)
            {
                head = Multiply(head ^ Word(ref text, i), Start ^ Word(ref text, i + 4));
            }

            head ^= Word(ref text, length - 8);
            tail = Word(ref text, length - 4);
        }
        else if (length >= 4)
        {
            // The two words may overlap: cheaper than a remainder, and with the length no less distinct.
            head = Word(ref text, 0);
            tail = Word(ref text, length - 4);
        }
        else
        {
            head = length == 0 ? 0 : segment[0] | ((ulong)segment[length >> 1] << 16) | ((ulong)segment[length - 1] << 32);
            tail = 0;
        }

        // The names are ASCII, so the top byte of the tail is free for the length.
        return Multiply(hash ^ head, _secret ^ tail ^ ((ulong)length << 56));
    }

    /// <summary>The key under which a node is found: never 0, which stands for an empty place.</summary>
    /// <param name="hash">The hash of the node's path.</param>
    /// <param name="length">The path's length, 1 to 256.</param>
    /// <param name="isType">Whether the node is for the event type of that name, and not for what lies below that path.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong KeyOf(ulong hash, int length, bool isType) => (hash & _mask) | (uint)length | (isType ? WholeType : 0);

    /// <summary>The length of the path that a key is for.</summary>
    /// <param name="key">The key.</param>
    public static int LengthOf(ulong key) => (int)(key & (WholeType - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref char text, int start) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref text, start)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(ulong a, ulong b) =>
        // Two multiplications that do not wait for each other: BigMul would pass the lower half through memory.
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) ^ (a * b) : Math.BigMul(a, b, out var low) ^ low;
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Finds the ends of a path's segments. The dots of 64 characters are found at once and kept as bits, so that the next end is
/// known without waiting for the text: a search from dot to dot costs as much as the rest of a match.
/// </summary>
internal struct SegmentScan
{
    private const int BlockLength = 64;

    private ulong _dots;
    private int _block;

    /// <summary>Begins a scan.</summary>
    /// <param name="path">The path; the same one is given for every segment, so that the scan need not keep it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SegmentScan(ReadOnlySpan<char> path) => _dots = DotsIn(path);

    /// <summary>The end of the next segment: the next dot, or the path's length, which is answered again and again.</summary>
    /// <param name="path">The path.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextEnd(ReadOnlySpan<char> path)
    {
        while (_dots == 0)
        {
            if (path.Length - _block <= BlockLength)
            {
                return path.Length;
            }

            _block += BlockLength;
            _dots = DotsInNext(path, _block);
        }

        var end = _block + BitOperations.TrailingZeroCount(_dots);
        _dots &= _dots - 1;
        return end;
    }

    // Static, and not inlined: the scan itself then stays in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong DotsInNext(ReadOnlySpan<char> path, int block) => DotsIn(path[block..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DotsIn(ReadOnlySpan<char> text)
    {
        var length = Math.Min(text.Length, BlockLength);
        var width = Vector128<ushort>.Count;
        if (length < width)
        {
            return DotsInShort(text);
        }

        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ulong dots = 0;
        for (var i = 0; i < length - width; i += width)
        {
            dots |= DotsAt(ref first, i) << i;
        }

        // The last vector ends where the text ends and may overlap the one before.
        return dots | (DotsAt(ref first, length - width) << (length - width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DotsAt(ref ushort text, int start) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref text, (nuint)start), Vector128.Create((ushort)'.')).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong DotsInShort(ReadOnlySpan<char> text)
    {
        ulong dots = 0;
        for (var i = 0; i < text.Length; i++)
        {
            dots |= text[i] == '.' ? 1UL << i : 0;
        }

        return dots;
    }
}

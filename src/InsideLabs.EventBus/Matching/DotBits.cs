using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Finds all dots of a path at once, a bit for each character, so that the end of the next segment is known without waiting for
/// the text: a search from dot to dot costs as much as the rest of a match.
/// </summary>
internal static class DotBits
{
    /// <summary>The shortest path it reads: a vector of characters.</summary>
    public const int MinLength = 8;

    /// <summary>The longest path it reads: a character for each bit.</summary>
    public const int MaxLength = 64;

    /// <summary>The dots of a path: bit i is set where character i is a dot.</summary>
    /// <param name="path">A path of <see cref="MinLength"/> to <see cref="MaxLength"/> characters: the caller has seen to that.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<char> path)
    {
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(path));
        var last = path.Length - Vector128<ushort>.Count;
        ulong dots = 0;
        for (var i = 0; i < last; i += Vector128<ushort>.Count)
        {
            dots |= DotsAt(ref first, i) << i;
        }

        // The last vector ends where the path ends and may overlap the one before.
        return dots | (DotsAt(ref first, last) << last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DotsAt(ref ushort text, int start) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref text, (nuint)start), Vector128.Create((ushort)'.')).ExtractMostSignificantBits();
}

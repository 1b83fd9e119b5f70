using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Random numbers that nobody can guess, a few nanoseconds each: every thread draws a block at a time and hands it out. A call of the
/// platform's generator for each id would cost more than everything else about it.
/// </summary>
internal static class RandomBits
{
    private const int BlockLength = 256;

    [ThreadStatic]
    private static ulong[]? block;

    [ThreadStatic]
    private static int left;

    public static ulong Next()
    {
        var at = left - 1;
        if (at < 0)
        {
            at = Fill();
        }

        left = at;
        return block![at];
    }

    private static int Fill()
    {
        block ??= new ulong[BlockLength];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(block.AsSpan()));
        return BlockLength - 1;
    }
}

using System.Globalization;

namespace InsideLabs.EventBus.Mutations.Server;

/// <summary>The memory of another process, as the kernel sees it.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes of the whole process that are in memory.</summary>
    public static long Resident(int process) =>
        Kibibytes(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))) * 1024;

    /// <summary>
    /// Bytes of the managed heap that are in memory. The collector reserves one range for all its regions, by far the largest of the
    /// process: the row of anonymous mappings without a gap that spans most addresses.
    /// </summary>
    public static long ManagedHeap(int process)
    {
        var (span, resident) = (0L, 0L);
        var (largest, heap) = (0L, 0L);
        var end = 0L;
        var isAnonymous = false;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Contains('-', StringComparison.Ordinal))
            {
                var range = words[0].Split('-');
                var start = long.Parse(range[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                var last = end;
                end = long.Parse(range[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                var continues = isAnonymous && start == last;
                isAnonymous = words.Length == 5;
                (span, resident) = !isAnonymous ? (0, 0) : continues ? (span + end - start, resident) : (end - start, 0);
            }
            else if (isAnonymous && words[0] == "Rss:")
            {
                resident += Kibibytes(line) * 1024;
            }

            if (span >= largest)
            {
                (largest, heap) = (span, resident);
            }
        }

        return heap;
    }

    private static long Kibibytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace InsideLabs.EventBus.Mutations.Server;

/// <summary>Samples the server's memory during the run and says whether it grew.</summary>
internal sealed class MemoryWatch(int process, TimeSpan duration, TimeProvider clock)
{
    /// <summary>
    /// What comes once and stays, but may come late: the small caches of SQLite's readers, pools of the socket layer, code that is
    /// compiled again, and regions that the collector keeps. The large cache, 64 MiB of the one writer, is filled before the run
    /// (<c>StoreCache</c>). A leak hides below 5 % and this only if it is less than some 300 bytes for each of 100,000 requests.
    /// </summary>
    private const long Slack = 16L * 1024 * 1024;

    /// <summary>RELIABILITY asks for less than 5 % growth.</summary>
    private const double Growth = 0.05;

    /// <summary>Until then code is compiled, pools are filled and connections opened: growth that belongs to every start.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<(TimeSpan At, long Resident, long Heap)> _samples = [];

    /// <summary>Below 30 s there is no load of the same kind on both sides of the comparison, so the figures are told and not judged.</summary>
    private bool Judges => duration >= WarmUp * 2;

    private TimeSpan FirstFrom => Judges ? WarmUp : duration / 4;

    private TimeSpan FirstUntil => Judges ? WarmUp + (duration / 4) : duration / 2;

    private TimeSpan LastFrom => duration * 3 / 4;

    public async Task RunAsync(CancellationToken stop)
    {
        var start = clock.GetTimestamp();
        using var tick = new PeriodicTimer(Pause, clock);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _samples.Add((clock.GetElapsedTime(start), ProcessMemory.Resident(process), ProcessMemory.ManagedHeap(process)));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                // The process has ended, which the check after the run will tell.
                return;
            }

            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The figures, and what is wrong with them.</summary>
    public (string Figures, string? Breach) Report()
    {
        var first = _samples.Where(s => s.At >= FirstFrom && s.At < FirstUntil && s.At < LastFrom).ToArray();
        var last = _samples.Where(s => s.At >= LastFrom).ToArray();
        if (first.Length == 0 || last.Length == 0)
        {
            return ("memory: too few samples", Judges ? "The memory could not be sampled." : null);
        }

        var (before, after) = (Median(first.Select(s => s.Resident)), Median(last.Select(s => s.Resident)));
        var limit = (long)(before * (1 + Growth)) + Slack;
        var figures = $"RSS by eighths {string.Join(' ', Eighths())}; RSS {Mebibytes(before)} -> {Mebibytes(after)} (limit {Mebibytes(limit)}), managed heap {Mebibytes(Median(first.Select(s => s.Heap)))} -> {Mebibytes(Median(last.Select(s => s.Heap)))}";
        return (figures, Judges && after > limit ? $"The server's memory grew: {figures}." : null);
    }

    /// <summary>How it went: a leak climbs to the end, a cache levels off.</summary>
    private IEnumerable<string> Eighths() => _samples.Chunk(Math.Max(1, (_samples.Count + 7) / 8)).Select(part => Mebibytes(Median(part.Select(s => s.Resident)))[..^4]);

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:F1} MiB");
}

using System.Globalization;
using InsideLabs.EventBus.Benchmarks.Reports;

namespace InsideLabs.EventBus.Benchmarks.Throughput;

/// <summary>Runs the contenders in turns and collects what they took.</summary>
internal static class ThroughputRunner
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(ThroughputBenchmark benchmark, RunOptions options)
    {
        var contenders = benchmark.Contenders(options.IsQuick);
        var runs = contenders.ToDictionary(c => c, _ => new List<WorkDone>());
        for (var round = -1; round < benchmark.Rounds(options.IsQuick); round++)
        {
            foreach (var contender in contenders)
            {
                // What the one before left behind must not be collected on the next one's time.
                GC.Collect();
                var done = await contender.RunAsync().ConfigureAwait(false);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"// {benchmark.Name} {(round < 0 ? "warm-up" : $"round {round + 1}")}: {contender.Name}{string.Concat(contender.Parameters.Select(p => $", {p.Key} {p.Value}"))}: {done.Operations / done.Elapsed.TotalSeconds:N0}/s"));
                if (round >= 0)
                {
                    runs[contender].Add(done);
                }
            }
        }

        return [.. contenders.Select(c => Measure(c, runs[c]))];
    }

    private static Measurement Measure(Contender contender, List<WorkDone> runs)
    {
        double[] times = [.. runs.Select(r => r.Elapsed.TotalNanoseconds / r.Operations).Order()];
        return new Measurement(
            contender.Name,
            contender.Parameters,
            times[0],
            times[times.Length / 2],
            times[^1],
            runs.Min(r => r.AllocatedBytes / r.Operations));
    }
}

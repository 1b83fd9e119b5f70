using BenchmarkDotNet.Running;
using InsideLabs.EventBus.Benchmarks.Reports;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>A benchmark of one step on one thread, measured by BenchmarkDotNet.</summary>
/// <param name="Benchmark">The class.</param>
/// <param name="Report">What compares its measurements with the goals.</param>
internal sealed record StepBenchmark(Type Benchmark, Report Report)
{
    /// <summary>Measures it and writes its report.</summary>
    /// <returns>False when a goal does not hold or a case could not be measured.</returns>
    public bool Run(RunOptions options)
    {
        var summary = BenchmarkRunner.Run(Benchmark, RunConfig.Make(options));
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(r => r.ResultStatistics is null))
        {
            Console.Error.WriteLine($"{Report.Name}: a case could not be measured; see the output above.");
            return false;
        }

        var iterations = summary.Reports.Max(r => r.ResultStatistics!.N);
        return Report.Write([.. summary.Reports.Select(Measurement.Of)], new RunInfo($"{iterations} iterations"), options);
    }
}

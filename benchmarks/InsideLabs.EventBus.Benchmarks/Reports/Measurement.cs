using System.Globalization;
using BenchmarkDotNet.Reports;

namespace InsideLabs.EventBus.Benchmarks.Reports;

/// <summary>What was measured in one case.</summary>
/// <param name="Method">The contender.</param>
/// <param name="Parameters">The parameters by name.</param>
/// <param name="Fastest">
/// The time of one operation in the fastest iteration, in nanoseconds: what the code takes when nobody else has the processor. Ours and
/// the contenders' are compared by it.
/// </param>
/// <param name="Median">The median over the iterations, likewise.</param>
/// <param name="Slowest">The slowest iteration, likewise.</param>
/// <param name="Bytes">How much one operation allocates.</param>
internal sealed record Measurement(
    string Method,
    IReadOnlyDictionary<string, object> Parameters,
    double Fastest,
    double Median,
    double Slowest,
    long Bytes)
{
    public static string[] Titles { get; } = ["contender", "case", "fastest", "median", "slowest", "allocated"];

    public string[] Cells =>
    [
        Method,
        string.Join(", ", Parameters.Select(p => $"{p.Key} {(p.Value is int n ? n.ToString("N0", CultureInfo.InvariantCulture) : p.Value)}")),
        Time(Fastest),
        Time(Median),
        Time(Slowest),
        $"{Bytes} B",
    ];

    public static Measurement Of(BenchmarkReport report)
    {
        var statistics = report.ResultStatistics!;
        return new Measurement(
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
            report.BenchmarkCase.Parameters.Items.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
            statistics.Min,
            statistics.Median,
            statistics.Max,
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }

    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.0} ms"),
    };
}

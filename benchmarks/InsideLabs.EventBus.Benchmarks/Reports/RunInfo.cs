using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Environments;

namespace InsideLabs.EventBus.Benchmarks.Reports;

/// <summary>Where and with what it was measured.</summary>
/// <param name="Runs">How many iterations or rounds there were, in words.</param>
internal sealed record RunInfo(string Runs)
{
    public string Preamble(string name, RunOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        # {name}

        - machine: {HostEnvironmentInfo.GetCurrent().CpuInfo.Value?.ProcessorName ?? "unknown"}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.OSDescription}
        - runtime: {RuntimeInformation.FrameworkDescription}
        - versions: InsideLabs.EventBus {VersionOf(typeof(EventBus.Events.EventType))}, BenchmarkDotNet {VersionOf(typeof(BenchmarkDotNet.Reports.Summary))}
        - run: {(options.IsQuick ? "quick" : "full")}; times are those of the fastest of {Runs}; the table of every case shows the spread


        """);

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString(3);
}

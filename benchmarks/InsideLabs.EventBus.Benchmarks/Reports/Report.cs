using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Reports;

namespace InsideLabs.EventBus.Benchmarks.Reports;

/// <summary>Turns what BenchmarkDotNet measured into the table of goals, on the console and in the folder of results.</summary>
internal abstract class Report
{
    private static readonly string[] Titles = [.. GoalRow.Header.Cells[..^1], "holds"];

    /// <summary>The benchmark class that it is about.</summary>
    protected abstract Type Benchmark { get; }

    /// <summary>The name of the result file, without its ending.</summary>
    protected abstract string FileName { get; }

    /// <summary>Writes the report if its benchmark was run.</summary>
    /// <returns>False when a goal does not hold or a case could not be measured.</returns>
    public bool Write(IReadOnlyList<Summary> summaries, RunOptions options)
    {
        BenchmarkReport[] all = [.. summaries.SelectMany(s => s.Reports).Where(r => r.BenchmarkCase.Descriptor.Type == Benchmark)];
        if (all.Length == 0)
        {
            return true;
        }

        if (all.Any(r => r.ResultStatistics is null))
        {
            Console.Error.WriteLine($"{Benchmark.Name}: a case could not be measured; see the output above.");
            return false;
        }

        GoalRow[] rows = [.. Rows([.. all.Select(Measurement.Of)])];
        var text = new StringBuilder();
        AppendTable(text, Titles, rows.Select(r => r.Cells));
        Console.WriteLine();
        Console.Write(text);
        text.Insert(0, Preamble(summaries[0], options)).Append("\n## Every case\n\n");
        AppendTable(text, Measurement.Titles, all.Select(r => Measurement.Of(r).Cells));
        Directory.CreateDirectory(options.ResultsPath);
        File.WriteAllText(Path.Combine(options.ResultsPath, FileName + ".md"), text.ToString());
        return rows.All(r => r.Holds != false);
    }

    /// <summary>Compares the measurements with the goals.</summary>
    protected abstract IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements);

    private static string Preamble(Summary summary, RunOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        # {summary.Reports[0].BenchmarkCase.Descriptor.Type.Name}

        - machine: {summary.HostEnvironmentInfo.CpuInfo.Value?.ProcessorName ?? "unknown"}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.OSDescription}
        - runtime: {RuntimeInformation.FrameworkDescription}
        - versions: InsideLabs.EventBus {VersionOf(typeof(EventBus.Events.EventType))}, BenchmarkDotNet {VersionOf(typeof(Summary))}
        - run: {(options.IsQuick ? "quick" : "full")}; times are those of the fastest of {summary.Reports[0].ResultStatistics!.N} iterations; the table of every case shows the spread


        """);

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString(3);

    private static void AppendTable(StringBuilder text, string[] titles, IEnumerable<string[]> rows)
    {
        string[][] all = [titles, .. rows];
        int[] widths = [.. titles.Select((_, column) => all.Max(row => row[column].Length))];
        for (var i = 0; i < all.Length; i++)
        {
            text.Append("| ").AppendJoin(" | ", all[i].Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
            if (i == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).Append("|\n");
            }
        }
    }
}

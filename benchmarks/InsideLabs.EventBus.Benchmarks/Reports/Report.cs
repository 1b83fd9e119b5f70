using System.Text;

namespace InsideLabs.EventBus.Benchmarks.Reports;

/// <summary>Turns what was measured into the table of goals, on the console and in the folder of results.</summary>
internal abstract class Report
{
    private static readonly string[] Titles = [.. GoalRow.Header.Cells[..^1], "holds"];

    /// <summary>The name of the benchmark.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the result file, without its ending.</summary>
    protected virtual string FileName => Name.ToLowerInvariant();

    /// <summary>Prints the table of goals, and writes it with every case to the folder of results.</summary>
    /// <returns>False when a goal does not hold.</returns>
    public bool Write(IReadOnlyList<Measurement> measurements, RunInfo run, RunOptions options)
    {
        GoalRow[] rows = [.. Rows(measurements)];
        var text = new StringBuilder();
        AppendTable(text, Titles, rows.Select(r => r.Cells));
        Console.WriteLine();
        Console.Write(text);
        text.Insert(0, run.Preamble(Name, options)).Append("\n## Every case\n\n");
        AppendTable(text, Measurement.Titles, measurements.Select(m => m.Cells));
        Directory.CreateDirectory(options.ResultsPath);
        File.WriteAllText(Path.Combine(options.ResultsPath, FileName + ".md"), text.ToString());
        return rows.All(r => r.Holds != false);
    }

    /// <summary>Compares the measurements with the goals.</summary>
    protected abstract IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements);

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

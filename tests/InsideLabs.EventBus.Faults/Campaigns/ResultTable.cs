using System.Globalization;
using System.Text;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>What the campaign shows at its end, as a table that is Markdown too.</summary>
internal static class ResultTable
{
    public static string Write(IReadOnlyList<ScenarioResult> results)
    {
        var text = new StringBuilder();
        var width = Math.Max("scenario".Length, results.Max(r => r.Name.Length));
        Line("scenario".PadRight(width), "runs", "lost", "phantom", "duplicates", "verdict");
        Line(new string('-', width), "------:", "----:", "------:", "---------:", "-------");
        foreach (var r in results)
        {
            Line(r.Name.PadRight(width), Show(r.Runs), Show(r.Lost), Show(r.Phantom), Show(r.Duplicates), r.Holds ? "holds" : r.IsRun ? "FAILS" : "not run");
        }

        return text.Append('\n').Append(Sum(results)).ToString();

        void Line(string name, string runs, string lost, string phantom, string duplicates, string verdict) => text
            .Append("| ").Append(name)
            .Append(" | ").Append(runs.PadLeft(7))
            .Append(" | ").Append(lost.PadLeft(5))
            .Append(" | ").Append(phantom.PadLeft(7))
            .Append(" | ").Append(duplicates.PadLeft(10))
            .Append(" | ").Append(verdict.PadRight(7))
            .Append(" |\n");
    }

    /// <summary>What the scenarios found worth saying, and what did not hold.</summary>
    public static string WriteFigures(IReadOnlyList<ScenarioResult> results)
    {
        var text = new StringBuilder("\n");
        foreach (var r in results.Where(r => r.Figures.Count + r.Violations.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**{r.Name}** ({r.Seconds:F0} s)\n\n");
            foreach (var figure in r.Figures.Concat(r.Violations.Select(v => r.IsRun ? "FAILS: " + v : v)))
            {
                text.Append("- ").Append(figure).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Sum(IReadOnlyList<ScenarioResult> results) => string.Create(
        CultureInfo.InvariantCulture,
        $"{results.Sum(r => r.Kills):N0} kills, {results.Sum(r => r.Acknowledged):N0} acknowledged events, {results.Sum(r => r.Seconds):N0} s");

    private static string Show(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Quickstart;

/// <summary>What became of one published event.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Subscriptions">The names of the subscriptions that matched.</param>
/// <param name="Delivered">How many of its deliveries arrived.</param>
/// <param name="Attempts">How many attempts they took in all.</param>
/// <param name="Latency">From the publish to the last arrival; null while something is missing.</param>
internal sealed record ResultRow(string EventType, IReadOnlyList<string> Subscriptions, int Delivered, int Attempts, TimeSpan? Latency);

/// <summary>Sets rows as a table: one line for each event, and a last one with the sums and the longest latency.</summary>
internal static class ResultTable
{
    private const string Gap = "  ";
    private static readonly string[] Titles = ["event type", "matched subscriptions", "delivered", "attempts", "latency"];

    public static string Render(IReadOnlyList<ResultRow> rows)
    {
        var lines = rows.Select(Cells).ToList();
        string[] sums =
        [
            $"{rows.Count} events",
            Number(rows.Sum(r => r.Subscriptions.Count)),
            $"{rows.Sum(r => r.Delivered)}/{rows.Sum(r => r.Subscriptions.Count)}",
            Number(rows.Sum(r => r.Attempts)),
            Milliseconds(rows.Max(r => r.Latency)),
        ];
        var widths = Titles.Select((title, i) => lines.Append(sums).Max(cells => cells[i].Length) is var w && w > title.Length ? w : title.Length)
            .ToArray();
        var rule = string.Join(Gap, widths.Select(width => new string('-', width)));

        var table = new StringBuilder();
        AppendLine(table, Titles, widths);
        table.AppendLine(rule);
        foreach (var cells in lines)
        {
            AppendLine(table, cells, widths);
        }

        table.AppendLine(rule);
        AppendLine(table, sums, widths);
        return table.ToString();
    }

    private static string[] Cells(ResultRow row) =>
    [
        row.EventType,
        row.Subscriptions.Count == 0 ? "-" : string.Join(", ", row.Subscriptions),
        $"{row.Delivered}/{row.Subscriptions.Count}",
        Number(row.Attempts),
        Milliseconds(row.Latency),
    ];

    /// <summary>Texts stand left, numbers right.</summary>
    private static void AppendLine(StringBuilder table, string[] cells, int[] widths) => table.AppendLine(
        string.Join(Gap, cells.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan? value) =>
        value is { } latency ? string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:F1} ms") : "-";
}

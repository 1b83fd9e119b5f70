namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>A row of a table of the template reference.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Title">The title of the table's first column: what the row means.</param>
/// <param name="Text">The text with templates.</param>
/// <param name="Result">What it gives: JSON, or a code.</param>
/// <param name="Warning">What the audit says; null when the table has no such column, empty for nothing.</param>
internal sealed record TemplateExample(int Line, string Title, string Text, string Result, string? Warning)
{
    private static readonly string[] Results = ["you get", "code", "ends with"];

    /// <summary>Every row whose first cell is one text with or about templates.</summary>
    public static IEnumerable<TemplateExample> Read(RepositoryFile page)
    {
        string[] titles = [];
        for (var i = 0; i < page.Lines.Length; i++)
        {
            var cells = Cells(page.Lines[i]);
            if (cells.Length == 0)
            {
                titles = [];
            }
            else if (titles.Length == 0)
            {
                titles = cells;
            }
            else if (Results.Contains(titles[1], StringComparer.Ordinal) && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                yield return new TemplateExample(
                    i + 1, titles[0], Code(cells[0]), Code(cells[1]), titles.ElementAtOrDefault(2) == "warning" ? Code(cells[2]) : null);
            }
        }
    }

    public override string ToString() => $"line {Line}: {Text}";

    private static string[] Cells(string line) =>
        line.StartsWith('|') ? [.. line.Split('|')[1..^1].Select(c => c.Trim())] : [];

    private static string Code(string cell) => cell.Length > 1 && cell[0] == '`' && cell[^1] == '`' ? cell[1..^1] : cell;
}

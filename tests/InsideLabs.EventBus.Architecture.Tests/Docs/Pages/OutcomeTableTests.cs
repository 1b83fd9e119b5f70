using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>
/// The tables of outcomes in the adapters' pages: the page is played, its service answers as a row says, and the audit has what the row
/// promises. The first table of a page is about its first request, the second about its second.
/// </summary>
public sealed class OutcomeTableTests
{
    private const string Answers = " answers";

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var page in Repository.Files("docs/adapters", "*.md"))
        {
            foreach (var row in Read(page))
            {
                rows.Add(page.Path, row.ToString());
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_services_answer_has_the_outcome_of_the_table(string path, string row)
    {
        var page = Repository.Files("docs/adapters", Path.GetFileName(path)).Single();
        var expected = Read(page).Single(r => r.ToString() == row);
        var played = await PlayedPage.PlayAsync(page, answers => answers[expected.Request] = Answer(answers[expected.Request], expected.Answer));

        var attempt = played.Attempts[expected.Request];

        (attempt.Outcome, attempt.Code).Should().Be((expected.Outcome, expected.Code), because: "{0} was answered and {1} recorded", expected.Answer, attempt);
    }

    [Fact]
    public void Every_adapter_that_sends_has_a_table() =>
        Rows().Select(r => (string)r[0]).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(
            ["docs/adapters/email.md", "docs/adapters/slack.md", "docs/adapters/webhook.md"]);

    private static HttpBlock Answer(HttpBlock documented, string answer)
    {
        var words = answer.Split(' ', 2);
        return documented with { Target = words[0], Body = words.ElementAtOrDefault(1) ?? string.Empty };
    }

    private static IEnumerable<Row> Read(RepositoryFile page)
    {
        var table = -1;
        var isInside = false;
        foreach (var line in page.Lines)
        {
            string[] cells = line.StartsWith('|') ? [.. line.Split('|')[1..^1].Select(c => c.Trim())] : [];
            if (cells.Length == 0)
            {
                isInside = false;
            }
            else if (cells[0].EndsWith(Answers, StringComparison.Ordinal))
            {
                (table, isInside) = (table + 1, true);
            }
            else if (isInside && cells[0].StartsWith('`'))
            {
                yield return new Row(table, cells[0].Trim('`'), OutcomeOf(cells[1]), cells[2].Length == 0 ? null : cells[2].Trim('`'));
            }
        }
    }

    private static AttemptOutcome OutcomeOf(string words) => words switch
    {
        "delivered" => AttemptOutcome.Success,
        "tried again" => AttemptOutcome.Failure,
        "dead" => AttemptOutcome.Dead,
        _ => throw new InvalidOperationException($"'{words}' is no outcome of a table: write delivered, tried again or dead."),
    };

    /// <param name="Request">Which request of the page is answered so, from 0.</param>
    /// <param name="Answer">The status, and perhaps a space and the body.</param>
    /// <param name="Outcome">What the audit says.</param>
    /// <param name="Code">The code in the audit; null for none.</param>
    private sealed record Row(int Request, string Answer, AttemptOutcome Outcome, string? Code);
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>What docs/concepts/schedules.md says, executed.</summary>
public sealed class SchedulePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "schedules.md"));

    private readonly ScheduleEvaluator _evaluator = NewEvaluator();

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var cells in Page.Split('\n').Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(c => c.Length == 7 && c[1].StartsWith('`')))
        {
            rows.Add(cells[1].Trim('`'), cells[2], cells[3], cells[5]);
        }

        return rows;
    }

    [Fact]
    public void The_table_is_found() => Rows().Should().HaveCountGreaterThanOrEqualTo(15);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_table_opens_and_closes_as_it_says(string zone, string windows, string date, string openings)
    {
        var schedule = Schedule(zone, [.. windows.Split(", ").Select(w => Window(Day(w[..3]), w[4..]))]);
        var expected = openings.Split(", ").Select(o => o.Split(" to ")).Select(o => new DeliveryOpening(At(o[0]), At(o[1]))).ToList();

        _evaluator.Openings(schedule, At(date).AddDays(-1)).Take(expected.Count).Should().Equal(expected);
    }

    [Fact]
    public void The_preview_is_that_of_the_first_schedule()
    {
        var schedule = Schedules()[0];
        var request = Regex.Match(Page, @"preview\?from=(?<from>\S+)&count=(?<count>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var answer = JsonElement.Parse(Between("```json\n", "```").Single());

        var openings = _evaluator.Openings(schedule, At(request.Groups["from"].Value)).Take(int.Parse(request.Groups["count"].Value, CultureInfo.InvariantCulture));

        openings.Should().Equal(answer.EnumerateArray().Select(o =>
            new DeliveryOpening(o.GetProperty("opens").GetDateTimeOffset(), o.GetProperty("closes").GetDateTimeOffset())));
    }

    [Fact]
    public void Each_schedule_of_the_page_opens_and_closes() =>
        Schedules().Should().HaveCount(2).And.OnlyContain(s => _evaluator.Openings(s, At("2025-01-01")).Take(20).Count() == 20);

    private static List<DeliverySchedule> Schedules() =>
    [
        .. from block in Between("```http\n", "```")
           where block.Contains("delivery_schedule", StringComparison.Ordinal)
           let schedule = JsonElement.Parse(block[block.IndexOf('{', block.IndexOf("\n\n", StringComparison.Ordinal))..]).GetProperty("delivery_schedule")
           where schedule.ValueKind == JsonValueKind.Object
           select new DeliverySchedule(
               schedule.GetProperty("timezone").GetString()!,
               schedule.GetProperty("windows").EnumerateArray().Select(w => Window(
                   [.. w.GetProperty("days").EnumerateArray().Select(d => (DayOfWeek)d.GetInt32())],
                   $"{w.GetProperty("startTime")}-{w.GetProperty("endTime")}"))),
    ];

    private static IEnumerable<string> Between(string start, string end) =>
        Page.Split(start).Skip(1).Select(rest => rest[..rest.IndexOf(end, StringComparison.Ordinal)]);

    private static DayOfWeek Day(string text) => EveryDay.Single(d => d.ToString().StartsWith(text, StringComparison.Ordinal));
}

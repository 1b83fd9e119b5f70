using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Scheduling.ScheduleSamples;

namespace InsideLabs.EventBus.Tests.Scheduling;

/// <summary>Every case of <c>schedules.json</c>.</summary>
public sealed class ScheduleCaseTests
{
    private static readonly ScheduleEvaluator Evaluator = NewEvaluator();

    public static TheoryData<string> Names() => new(
        ConformanceCases.Load("schedules.json").GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_is_open_or_opens_next_as_written(string name)
    {
        var row = ConformanceCases.Load("schedules.json").GetProperty("cases").EnumerateArray()
            .Single(c => string.Equals(c.GetProperty("name").GetString(), name, StringComparison.Ordinal));
        var instant = row.GetProperty("instant").GetDateTimeOffset();
        var windows = row.GetProperty("windows").EnumerateArray().Select(w => new DeliveryWindow(
            w.GetProperty("days").EnumerateArray().Select(d => (DayOfWeek)d.GetInt32()),
            Time(w.GetProperty("startTime").GetString()!),
            Time(w.GetProperty("endTime").GetString()!)));

        var answer = Evaluator.Evaluate(new DeliverySchedule(row.GetProperty("timezone").GetString()!, windows), instant);

        answer.IsOpen.Should().Be(row.GetProperty("open").GetBoolean());
        var next = row.GetProperty("nextOpen");
        answer.DueAt.Should().Be(next.ValueKind == System.Text.Json.JsonValueKind.Null ? instant : next.GetDateTimeOffset());
        answer.DueAt.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_zone_that_is_unknown_is_told_apart_from_one_that_is_open() =>
        Evaluator.Evaluate(Schedule("Mars/Olympus_Mons", Window(EveryDay, "09:00-10:00")), At("2025-06-01T00:00:00Z")).State
            .Should().Be(ScheduleState.ZoneUnresolved);
}

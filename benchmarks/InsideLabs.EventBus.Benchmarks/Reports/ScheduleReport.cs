using System.Globalization;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Benchmarks.Reports;

internal sealed class ScheduleReport : Report
{
    private const double Goal = 4;
    private const long BytesGoal = 4096;

    public override string Name => nameof(Schedule);

    protected override IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements)
    {
        foreach (var ours in measurements.Where(m => IsOf(m, nameof(Schedule.Evaluator))))
        {
            var noda = Beside(ours, nameof(Schedule.NodaTime));

            // The question has two halves. A contender that is given the table of open minutes answers the first with one look at it.
            var isOneHalf = ours.Parameters[nameof(Schedule.At)] is Schedule.Moments.Open;
            yield return Compare(ours, noda, "NodaTime", isOneHalf ? null : Goal);
            yield return Compare(ours, Beside(ours, nameof(Schedule.PlatformZone)), "TimeZoneInfo", goal: null);
        }

        var bytes = measurements.Where(m => IsOf(m, nameof(Schedule.Evaluator))).Max(m => m.Bytes);
        yield return new GoalRow("allocated by an evaluation, most of all cases", $"{bytes} B", string.Empty, string.Empty, "0 B", bytes == 0);
        foreach (var windows in new[] { 1, DeliverySchedule.MaxWindows })
        {
            var kept = Schedule.BytesOf(windows);
            yield return new GoalRow($"kept for a schedule of {windows} windows", Text($"{kept:N0} B"), string.Empty, string.Empty, "≤ 4 KB", kept <= BytesGoal);
        }

        Measurement Beside(Measurement ours, string method) => measurements.Single(m => IsOf(m, method)
            && m.Parameters[nameof(Schedule.Windows)].Equals(ours.Parameters[nameof(Schedule.Windows)])
            && m.Parameters[nameof(Schedule.At)].Equals(ours.Parameters[nameof(Schedule.At)]));
    }

    private static GoalRow Compare(Measurement ours, Measurement other, string contender, double? goal)
    {
        var ratio = other.Fastest / ours.Fastest;
        return new GoalRow(
            Text($"is it open, when does it open next: {ours.Parameters[nameof(Schedule.Windows)]} windows, {ours.Parameters[nameof(Schedule.At)]}"),
            Measurement.Time(ours.Fastest),
            $"{contender} {Measurement.Time(other.Fastest)}",
            Text($"{ratio:0.0}×"),
            goal is null ? string.Empty : Text($"≥ {goal:0.0}×"),
            goal is null ? null : ratio >= goal);
    }

    private static bool IsOf(Measurement measurement, string method) => string.Equals(measurement.Method, method, StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using InsideLabs.EventBus.Benchmarks.Sqlite;

namespace InsideLabs.EventBus.Benchmarks.Reports;

internal sealed class SqliteCycleReport : Report
{
    private const double Goal = 2.5;

    public override string Name => nameof(SqliteCycle);

    protected override IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements)
    {
        var ours = measurements.Single(m => string.Equals(m.Method, SqliteCycle.Library, StringComparison.Ordinal));
        foreach (var other in measurements.Where(m => m != ours))
        {
            var (ratio, isGoal) = (other.Fastest / ours.Fastest, string.Equals(other.Method, SqliteCycle.SqlClaims, StringComparison.Ordinal));
            yield return new GoalRow(
                "1 event + 2 deliveries, whole cycle, history kept",
                $"{PerSecond(ours)} events/s",
                $"{other.Method} {PerSecond(other)}",
                Text($"{ratio:0.00}×"),
                isGoal ? Text($"≥ {Goal:0.0}×") : string.Empty,
                isGoal ? ratio >= Goal : null);
        }

        yield return new GoalRow("allocated for an event and its two deliveries", Text($"{ours.Bytes:N0} B"), string.Empty, string.Empty, string.Empty, null);
    }

    private static string PerSecond(Measurement measurement) => Text($"{1e9 / measurement.Fastest:N0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

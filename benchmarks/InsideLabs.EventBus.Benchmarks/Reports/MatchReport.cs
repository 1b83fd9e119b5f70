using System.Globalization;
using InsideLabs.EventBus.Matching;

namespace InsideLabs.EventBus.Benchmarks.Reports;

internal sealed class MatchReport : Report
{
    private const double WideGoal = 2.5;
    private const int SmallTextOverhead = 22;

    public override string Name => nameof(Match);

    protected override IEnumerable<GoalRow> Rows(IReadOnlyList<Measurement> measurements)
    {
        int[] sizes = [.. measurements.Select(m => (int)m.Parameters[nameof(Match.Subscriptions)]).Distinct().Order()];
        foreach (var size in sizes)
        {
            foreach (var set in Enum.GetValues<WorkingSet>())
            {

                // A hot type is a matter for the cache of results that stands in front of the index one day; no goal before it does.
                var goal = size == sizes[^1] && set == WorkingSet.Wide ? (double?)WideGoal : null;
                var ours = Find(nameof(Match.Index), size, set)!;
                yield return Compare(ours, Find(nameof(Match.SegmentTrie), size, set)!, "segment trie", goal);
                if (Find(nameof(Match.LinearScan), size, set) is { } linear)
                {
                    yield return Compare(ours, linear, "linear scan", goal: null);
                }
            }
        }

        yield return Growth(nameof(Match.Index), nameof(Match.SegmentTrie));
        var bytes = measurements.Where(m => string.Equals(m.Method, nameof(Match.Index), StringComparison.Ordinal)).Max(m => m.Bytes);
        yield return new GoalRow("allocated by a match, most of all cases", $"{bytes} B", string.Empty, string.Empty, "0 B", bytes == 0);
        yield return Memory(sizes[^1]);
        yield return OneChange(sizes[^1]);

        Measurement? Find(string method, int size, WorkingSet set) => measurements.SingleOrDefault(m =>
            string.Equals(m.Method, method, StringComparison.Ordinal)
            && (int)m.Parameters[nameof(Match.Subscriptions)] == size
            && (WorkingSet)m.Parameters[nameof(Match.Types)] == set);

        GoalRow Growth(string ours, string contender)
        {
            double Factor(string method) =>
                Find(method, sizes[^1], WorkingSet.Hot)!.Fastest / Find(method, sizes[0], WorkingSet.Hot)!.Fastest;
            return new GoalRow(
                Text($"growth of a hot match from {sizes[0]:N0} to {sizes[^1]:N0} (to become ≤ 1.3×)"),
                Text($"{Factor(ours):0.00}×"),
                Text($"segment trie {Factor(contender):0.00}×"),
                string.Empty,
                string.Empty,
                null);
        }
    }

    private static GoalRow Compare(Measurement ours, Measurement other, string contender, double? goal)
    {
        var ratio = other.Fastest / ours.Fastest;
        return new GoalRow(
            Text($"match, {ours.Parameters[nameof(Match.Subscriptions)]:N0} subscriptions, {ours.Parameters[nameof(Match.Types)]}"),
            Measurement.Time(ours.Fastest),
            $"{contender} {Measurement.Time(other.Fastest)}",
            Text($"{ratio:0.0}×"),
            goal is null ? string.Empty : Text($"≥ {goal:0.0}×"),
            goal is null ? null : ratio >= goal);
    }

    private static GoalRow Memory(int size)
    {
        var data = MatchData.Get(size);
        var texts = data.Patterns.Sum(p => (long)((SmallTextOverhead + (2 * p.Value.Length) + 7) / 8 * 8));
        return new GoalRow(
            Text($"memory for one subscription of {size:N0} (to become ≤ 190 B)"),
            Text($"{(double)data.IndexBytes / size:0} B + {(double)texts / size:0} B text"),
            string.Empty,
            string.Empty,
            string.Empty,
            null);
    }

    /// <summary>The next version grows in place; until then a change copies the table, and this is what that costs.</summary>
    private static GoalRow OneChange(int size)
    {
        var data = MatchData.Get(size);
        var times = new List<double>();
        var index = data.Index;
        for (var i = 0; i < 15; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            index = index.Apply([new PatternChange(data.Patterns[i], size + i, IsAdded: true)]);
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalNanoseconds);
        }

        return new GoalRow(
            Text($"one change at {size:N0}, the table copied (to become ≤ 1 µs)"),
            Measurement.Time(times.Order().ElementAt(times.Count / 2)),
            string.Empty,
            string.Empty,
            string.Empty,
            null);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

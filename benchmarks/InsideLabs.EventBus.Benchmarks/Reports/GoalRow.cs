namespace InsideLabs.EventBus.Benchmarks.Reports;

/// <summary>One line of a result: what was measured, what we reached, what a contender reached in the same run, and what was promised.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Contender">The contender and its figure.</param>
/// <param name="Ratio">How many times better ours is; or another relation that the goal is about.</param>
/// <param name="Goal">What was promised; empty when the line only informs.</param>
/// <param name="Holds">Whether it holds; null without a goal.</param>
internal sealed record GoalRow(string Name, string Ours, string Contender, string Ratio, string Goal, bool? Holds)
{
    public static GoalRow Header { get; } = new("name", "ours", "contender", "ratio", "goal", null);

    public string[] Cells => [Name, Ours, Contender, Ratio, Goal, Holds switch { true => "yes", false => "NO", null => string.Empty }];
}

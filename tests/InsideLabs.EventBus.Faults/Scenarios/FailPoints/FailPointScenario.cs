using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>SIGKILL at every named point, each with its one documented outcome.</summary>
internal sealed class FailPointScenario : Scenario
{
    /// <summary>Children are started side by side, each few on a file of their own.</summary>
    private const int Lanes = 2;

    private const int OperationsPerFile = 5;

    public override string Name => "fail-points";

    public override string Attack => "SIGKILL immediately before and after each write and send, and inside of SQLite.";

    public override IReadOnlyList<string> Programs => ["strace"];

    public override async Task RunAsync(ScenarioRun run)
    {
        var repeats = run.Pick(quick: 1, full: 50);
        var files = Enumerable.Range(0, repeats).SelectMany(repeat => Files(run, run.Seed + (repeat * 100)));
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, static async (file, _) => await file());
        var points = FailPoint.OfLoad.Count + (2 * Operation.All.Count);
        run.Require(run.Runs == points * repeats, $"{run.Runs} kills instead of {points * repeats}.");
        run.Figure($"{points} points, each {repeats} times: {string.Join(", ", FailPoint.OfLoad.Select(p => p.Name))}; before and after {string.Join(", ", Operation.All.Select(o => o.Name))}.");
    }

    private static IEnumerable<Func<Task>> Files(ScenarioRun run, int seed) =>
    [
        () => new LoadPoints(run, new Random(seed)).RunAsync(FailPoint.OfLoad),
        .. Operation.All.Chunk(OperationsPerFile).Select((part, i) => (Func<Task>)(() => new OperationPoints(run, new Random(seed + i + 1)).RunAsync(part))),
    ];
}

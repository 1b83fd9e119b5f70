using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>
/// One of 100 endpoints hangs and one subscription has a long backlog: the other 99 must hardly notice. A host with both and a host
/// with neither are measured in turns, so that whatever else the machine does hits both, and the median of their runs is compared.
/// </summary>
/// <remarks>
/// What keeps them apart: no subscription has more than its few deliveries on their way, and lanes with something due take turns.
/// The quick form measures for so short that a difference of a few milliseconds is the scheduler's, so it accepts that.
/// </remarks>
internal sealed class NeighbourScenario : Scenario
{
    private const int Rounds = 5;
    private const double MostRatio = 1.5;

    /// <summary>A difference that says nothing about runs of a second on a machine that does other things as well.</summary>
    private const double QuickNoise = 5;

    private static readonly TimeSpan BulkAnswer = TimeSpan.FromMilliseconds(20);

    public override string Name => "noisy-neighbour";

    public override string Attack => "One of 100 endpoints hangs, one subscription has a long backlog: latency of the others.";

    public override async Task RunAsync(ScenarioRun run)
    {
        var backlog = run.Pick(quick: 20_000, full: 100_000);
        var duration = TimeSpan.FromMilliseconds(run.Pick(quick: 900, full: 15_000));
        await using var receiver = await ArrivalReceiver.StartAsync(BulkAnswer);
        await using var hanging = new HangingEndpoint();
        await using var quiet = Neighbourhood.Start(run, receiver, run.Seed, new Dictionary<string, string>());
        await using var noisy = Neighbourhood.Start(run, receiver, run.Seed + 1, new Dictionary<string, string>
        {
            [NeighbourRole.HangUrl] = hanging.Url,
            [NeighbourRole.Backlog] = backlog.ToString(CultureInfo.InvariantCulture),
        });
        await quiet.PrepareAsync();
        await noisy.PrepareAsync();

        // Once each for the compiler.
        await quiet.MeasureAsync(run, TimeSpan.FromMilliseconds(500));
        await noisy.MeasureAsync(run, TimeSpan.FromMilliseconds(500));
        var before = receiver.Bulk;
        var (without, with) = (new List<Sample>(), new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await quiet.MeasureAsync(run, duration));
            with.Add(await noisy.MeasureAsync(run, duration));
            run.Runs++;
            run.Log(string.Create(CultureInfo.InvariantCulture, $"p99 {without[^1].P99:F2} ms without, {with[^1].P99:F2} ms with, of {with[^1].Count} events"));
        }

        Judge(run, without, with);
        run.Figure($"Meanwhile {receiver.Bulk - before:N0} of a backlog of {backlog:N0} were delivered, and {hanging.Connections} connections hung.");
        run.Require(receiver.Bulk > before, $"nothing of the backlog was delivered while the others were served.");
        run.Require(receiver.Bulk < backlog, $"the backlog came to its end: that proves nothing.");
        run.Require(hanging.Connections > 0, $"no connection hung: that proves nothing.");
    }

    private static void Judge(ScenarioRun run, List<Sample> without, List<Sample> with)
    {
        var (before, after) = (MedianOf(without, s => s.P99), MedianOf(with, s => s.P99));
        var noise = run.Scale == Scale.Quick ? QuickNoise : 0;
        run.Figure($"From acknowledgement to arrival, median of {Rounds} runs of {with[0].Count:N0} events each: p50 {MedianOf(without, s => s.Median):F2} ms without and {MedianOf(with, s => s.Median):F2} ms with noise, p99 {before:F2} ms and {after:F2} ms, ratio {after / before:F2} (at most {MostRatio}{(noise > 0 ? ", or 5 ms more" : string.Empty)}).");
        run.Require(
            after <= before * MostRatio || after <= before + noise,
            $"the p99 of the other endpoints is {after:F2} ms beside the noise and {before:F2} ms without: {after / before:F2} times as long.");
    }

    private static double MedianOf(List<Sample> runs, Func<Sample, double> figure) => new Sample(runs.Select(figure)).Median;
}

using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;

namespace InsideLabs.EventBus.Faults.Scenarios.Backlog;

/// <summary>
/// A very long queue must cost what a short one does: deliveries are as quick, the start is, memory stays within what the library
/// says that it keeps, and to remove what was delivered keeps no publisher waiting.
/// </summary>
internal sealed class BacklogScenario : Scenario
{
    private const int Rounds = 6;
    private const double LeastShare = 0.9;
    private const double LeastQuickShare = 0.8;
    private const double MostWait = 50;

    /// <summary>
    /// MiB: the runtime and its code 100, the writer's page cache 64, fresh occurrences 64, 100,000 waiting deliveries 25, and
    /// what the collector has not collected yet.
    /// </summary>
    private const double MostMemory = 384;

    /// <summary>Of a processor: a busy machine makes any start take longer, but not cost more.</summary>
    private static readonly TimeSpan MostStartUp = TimeSpan.FromMilliseconds(500);

    public override string Name => "backlog";

    public override string Attack => "A very long queue: throughput, start, memory and purge beside a short one.";

    public override async Task RunAsync(ScenarioRun run)
    {
        var (rows, part) = (run.Pick(quick: 80_000, full: 1_000_000), run.Pick(quick: 5_000, full: 10_000));
        var few = part * (Rounds + 1);
        var (longPath, shortPath) = (NewFile(run), NewFile(run));
        await FillAsync(run, longPath, rows);
        await FillAsync(run, shortPath, few);
        await using var small = await BacklogChild.StartAsync(shortPath);
        await using var large = await BacklogChild.StartAsync(longPath);
        run.Figure($"From the start of the process until the host runs: {large.StartUp.TotalSeconds:F2} s with {rows:N0} queued, {small.StartUp.TotalSeconds:F2} s with {few:N0}; {large.StartUpWork.TotalSeconds:F2} s and {small.StartUpWork.TotalSeconds:F2} s of a processor.");
        run.Require(large.StartUpWork < small.StartUpWork + MostStartUp, $"{rows} queued rows make the start {large.StartUpWork - small.StartUpWork} more work.");

        await CompareThroughputAsync(run, small, large, part);
        var delivered = await DeliverAsync(large, run.Pick(quick: 20_000, full: 500_000));
        run.Require(delivered < rows, $"nothing is queued any more: that proves nothing.");
        await PurgeAsync(run, large, delivered);
        run.Figure($"The most memory of the host with {rows:N0} queued, its start, {delivered:N0} deliveries and their purge included: {large.PeakMemory:F0} MiB (at most {MostMemory}).");
        run.Require(large.PeakMemory < MostMemory, $"the host had {large.PeakMemory:F0} MiB in memory.");
    }

    private static string NewFile(ScenarioRun run) => Path.Combine(run.NewFolder().FullName, "events.db");

    /// <summary>Queues rows and ends, so that the next host of the file has none of them in memory.</summary>
    private static async Task FillAsync(ScenarioRun run, string path, int rows)
    {
        await using var filling = await BacklogChild.StartAsync(path);
        var milliseconds = await filling.DoAsync(BacklogRole.Fill, rows);
        run.Figure($"{rows:N0} deliveries were queued in {milliseconds / 1000:F1} s by a host that needed {filling.PeakMemory:F0} MiB.");
        run.Require(filling.PeakMemory < MostMemory, $"the host that filled the queue had {filling.PeakMemory:F0} MiB in memory.");
    }

    /// <summary>
    /// Both hosts deliver from the file what was queued before they started, in turns, and their medians are compared. The quick form's
    /// rounds are so short that a busy machine can disturb most of one host's: there the least work of the processors for a delivery is
    /// compared instead, which differs by a tenth from one such round to the next.
    /// </summary>
    private static async Task CompareThroughputAsync(ScenarioRun run, BacklogChild small, BacklogChild large, int part)
    {
        var (few, many) = (new List<(double ByClock, double ByProcessor)>(), new List<(double ByClock, double ByProcessor)>());
        for (var round = 0; round <= Rounds; round++)
        {
            few.Add(await small.TakeAsync(part));
            many.Add(await large.TakeAsync(part));
            run.Log(FormattableString.Invariant($"{few[^1].ByClock:F0}/s from few, {many[^1].ByClock:F0}/s from many"));
            run.Runs++;
        }

        // The first round is the compiler's.
        var (before, after) = (Median(few), Median(many));
        var (cheap, dear) = (few.Skip(1).Max(r => r.ByProcessor), many.Skip(1).Max(r => r.ByProcessor));
        run.Figure($"{after:N0} deliveries/s from the long queue, {before:N0}/s from one of {part * (Rounds + 1):N0} to none: {after / before:P0} (at least {LeastShare:P0}), medians of {Rounds} runs of {part:N0} in turns; {dear:N0} and {cheap:N0} in a second of a processor.");
        run.Require(
            run.Scale == Scale.Quick ? dear >= cheap * LeastQuickShare : after >= before * LeastShare,
            $"{after:F0} deliveries/s from the long queue are only {after / before:P0} of the {before:F0}/s from a short one ({dear:F0} and {cheap:F0} in a second of a processor).");
    }

    private static double Median(IEnumerable<(double ByClock, double ByProcessor)> rounds)
    {
        var ordered = rounds.Skip(1).Select(r => r.ByClock).Order().ToList();
        return (ordered[(Rounds - 1) / 2] + ordered[Rounds / 2]) / 2;
    }

    private static async Task<int> DeliverAsync(BacklogChild large, int wanted)
    {
        var delivered = (int)await large.DoAsync(BacklogRole.Count);
        if (delivered < wanted)
        {
            await large.DoAsync(BacklogRole.Take, wanted - delivered);
        }

        return Math.Max(delivered, wanted);
    }

    private static async Task PurgeAsync(ScenarioRun run, BacklogChild large, int delivered)
    {
        var time = run.Pick(quick: 700, full: 10_000);
        var (before, _) = await large.MeasureAsync(BacklogRole.Publish, time);
        var (beside, purged) = await large.MeasureAsync(BacklogRole.Purge);
        var (after, _) = await large.MeasureAsync(BacklogRole.Publish, time);
        var usual = Math.Max(before.Max, after.Max);
        run.Figure($"Publishing beside the purge of {purged} deliveries and attempts: p50 {beside.Median:F1} ms, p99 {beside.P99:F1} ms, longest {beside.Max:F1} ms of {beside.Count:N0}; without p50 {before.Median:F1} ms, p99 {before.P99:F1} ms, longest {usual:F1} ms.");
        run.Require(beside.Max - usual < MostWait, $"a publish beside the purge took {beside.Max:F1} ms; without the purge the longest took {usual:F1} ms.");
        var parts = purged!.Split(',');
        if (int.Parse(parts[0], CultureInfo.InvariantCulture) < delivered)
        {
            run.Report(new Violation("backlog", ViolationKind.Broken, $"{parts[0]} deliveries were purged, not {delivered}."));
        }
    }
}

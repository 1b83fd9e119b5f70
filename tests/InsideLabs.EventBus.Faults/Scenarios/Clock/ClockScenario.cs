using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Clock;

/// <summary>The wall clock is set by an hour, a day, ten years, to and fro, while deliveries are made, wait and retry.</summary>
internal sealed class ClockScenario : Scenario
{
    /// <summary>One file's worth of steps; the process is killed once in between, and starts with another clock.</summary>
    private const int StepsPerFile = 6;

    private static readonly TimeSpan[] Jumps =
    [
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(3650),
    ];

    public override string Name => "clock";

    public override string Attack => "The wall clock is set ahead and back, from an hour to ten years, also between kill and start.";

    public override async Task RunAsync(ScenarioRun run)
    {
        var random = new Random(run.Seed);
        var (noticed, arrived, purged) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        for (var left = run.Pick(quick: 6, full: 60); left > 0; left -= StepsPerFile)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + (left * 1000), ClockRole.All);
            var attack = new ClockAttack(run, bed, random);
            await attack.RunAsync([.. Offsets(random).Take(StepsPerFile)]);
            var evidence = await bed.ReadEvidenceAsync();
            var removed = Removed(evidence);
            run.Judge(evidence with { ClockSteps = attack.Steps, Deliveries = [.. evidence.Deliveries, .. removed] });
            run.Require(evidence.Attempts.Any(static a => a.Outcome == AttemptOutcome.Failure), $"no attempt failed: no retry was waiting at any step.");
            (noticed, arrived, purged) = (Max(noticed, attack.SlowestCatchUp), Max(arrived, attack.SlowestArrival), purged + removed.Count);
        }

        run.Figure($"{run.Runs} steps of the clock: what was due by the new time was delivered within {noticed.TotalSeconds:F1} s (the clock is looked at every {ClockRole.ClockCheckInterval.TotalSeconds:F0} s here), what was published after a step arrived within {arrived.TotalSeconds:F1} s.");
        run.Figure($"The retention, run three times a second, removed {purged} deliveries that were made, and none that was not.");
    }

    /// <summary>
    /// What the retention has removed, as the attempts tell it. They are added as delivered, so one that was removed before it was
    /// delivered has no success and is a violation.
    /// </summary>
    private static IReadOnlyList<Delivery> Removed(Evidence evidence)
    {
        var kept = evidence.Deliveries.Select(static d => d.Id).ToHashSet();
        return
        [
            .. evidence.Attempts.Where(a => !kept.Contains(a.DeliveryId)).GroupBy(static a => a.DeliveryId).Select(static g => new Delivery
            {
                Id = g.Key,
                OccurrenceId = g.First().OccurrenceId,
                SubscriptionId = g.First().SubscriptionId,
                Adapter = g.First().Adapter,
                Status = DeliveryStatus.Delivered,
                Attempts = g.Max(static a => a.Number),
                CreatedAt = DateTimeOffset.MinValue,
            }),
        ];
    }

    /// <summary>Where the clock stands one after the other: away from the truth, on to somewhere else, back again.</summary>
    private static IEnumerable<TimeSpan> Offsets(Random random)
    {
        while (true)
        {
            var jumps = Jumps.Concat(Jumps.Select(static j => -j)).ToArray();
            random.Shuffle(jumps);
            foreach (var pair in jumps.Chunk(2))
            {
                yield return pair[0];
                yield return pair[1];
                yield return TimeSpan.Zero;
            }
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

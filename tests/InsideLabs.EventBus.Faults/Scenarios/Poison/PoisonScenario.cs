using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Poison;

/// <summary>A handler that kills its process with one event: that event is put away, and nothing else suffers.</summary>
internal sealed class PoisonScenario : Scenario
{
    private const int MostCrashes = 3;

    /// <summary>The exit code of a process that the runtime aborts.</summary>
    private const int AbortedExitCode = 128 + 6;

    public override string Name => "poison";

    public override string Attack => "A durable handler that kills the process whenever it is given one event among many.";

    public override async Task RunAsync(ScenarioRun run)
    {
        await PoisonAsync(run, PoisonRole.FailFast, run.Pick(quick: 201, full: 10_000), poisons: 1);
        if (run.Scale == Scale.Full)
        {
            await PoisonAsync(run, PoisonRole.StackOverflow, 10_000, poisons: 1);
            await PoisonAsync(run, PoisonRole.FailFast, 10_000, poisons: 2);
        }
    }

    private static async Task PoisonAsync(ScenarioRun run, string death, int events, int poisons)
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed);

        // Numbers that are divisible by three are events that both handlers and all webhooks are given.
        var poison = Enumerable.Range(1, poisons).Select(i => EventFlood.IdOf(bed.Seed, events / (3 * (poisons + 1)) * 3 * i)).ToHashSet(StringComparer.Ordinal);
        await RunChildAsync(bed, new() { [PoisonRole.Publish] = events.ToString(CultureInfo.InvariantCulture) }, _ => { });

        var handled = new HashSet<string>(StringComparer.Ordinal);
        var values = new Dictionary<string, string> { [PoisonRole.Poison] = string.Join(',', poison), [PoisonRole.Death] = death };
        var deaths = new List<string>();
        while (await RunChildAsync(bed, values, Hear) != 0)
        {
            bed.Kills++;
            run.Runs++;
            if (deaths.Count > MostCrashes * poisons)
            {
                break;
            }
        }

        var evidence = await bed.ReadEvidenceAsync();
        Judge();
        run.Judge(evidence with
        {
            Patterns = [.. evidence.Patterns, .. PoisonRole.Patterns.Values],
            MayEndSo = d => IsPoison(d) ? d.Status == DeliveryStatus.Dead : d.Status == DeliveryStatus.Delivered,
        });
        run.Figure($"{death} with {poisons} of {events} events: put away after {deaths.Count} deaths; {handled.Count} deliveries of handlers and {bed.Receiver.Requests.Count} requests beside.");

        void Hear(ChildLine line)
        {
            if (line is { Kind: ChildLineKind.Told, Subject: PoisonRole.Dying })
            {
                deaths.Add(line.Detail);
            }
            else if (line is { Kind: ChildLineKind.Told, Subject: PoisonRole.Handled })
            {
                handled.Add(line.Detail);
            }
        }

        // Both may be in hand at the first death, which then counts for both.
        void Judge()
        {
            run.Require(
                deaths.Count <= MostCrashes * poisons && deaths.Count >= (MostCrashes * poisons) - (poisons - 1),
                $"{poisons} events that kill their process took it {deaths.Count} times ({string.Join(' ', deaths)}) instead of {MostCrashes} times each.");
            var attempts = evidence.Attempts.ToLookup(a => a.DeliveryId);
            var blames = new HashSet<DateTimeOffset>();
            foreach (var delivery in evidence.Deliveries.Where(d => evidence.Handlers.Contains(d.SubscriptionId)))
            {
                var lost = attempts[delivery.Id].Count(IsLost);
                if (IsPoison(delivery))
                {
                    run.Require(
                        lost == MostCrashes && string.Equals(delivery.LastError, ErrorCodes.CrashLoop, StringComparison.Ordinal),
                        $"the delivery of {delivery.OccurrenceId} ended as {delivery.Status} ({delivery.LastError}) after {lost} deaths.");
                    continue;
                }

                var name = string.Equals(evidence.Subscriptions[delivery.SubscriptionId], PoisonRole.Patterns[PoisonRole.FragileHandler], StringComparison.Ordinal)
                    ? PoisonRole.FragileHandler
                    : PoisonRole.RobustHandler;
                run.Require(handled.Contains($"{name}/{delivery.Id}"), $"{name} was never given {delivery.OccurrenceId}.");
                run.Require(lost <= 1, $"{delivery.OccurrenceId} for {name} was blamed for {lost} deaths, of which it can have caused none.");
                blames.UnionWith(attempts[delivery.Id].Where(IsLost).Select(a => a.StartedAt));
            }

            // All that a start finds is recorded with one time. After its first death the guilty one runs alone.
            run.Require(blames.Count <= poisons, $"neighbours were blamed for {blames.Count} deaths, although {poisons} events kill and each runs alone after its first.");
        }

        bool IsPoison(Delivery delivery) => poison.Contains(delivery.OccurrenceId)
            && string.Equals(
                evidence.Subscriptions.GetValueOrDefault(delivery.SubscriptionId),
                PoisonRole.Patterns[PoisonRole.FragileHandler],
                StringComparison.Ordinal)
            && evidence.Handlers.Contains(delivery.SubscriptionId);
    }

    /// <summary>The last death may be written as the attempt that ended the delivery.</summary>
    private static bool IsLost(DeliveryAttempt attempt) => attempt.Outcome == AttemptOutcome.Lost
        || string.Equals(attempt.Code, ErrorCodes.CrashLoop, StringComparison.Ordinal);

    private static async Task<int> RunChildAsync(TestBed bed, Dictionary<string, string> values, Action<ChildLine> heard)
    {
        await using var child = bed.StartChild(PoisonRole.RoleName, values);
        await bed.FollowAsync(child, heard).WaitAsync(TestBed.Patience);
        var code = await child.WaitForExitAsync().WaitAsync(TestBed.Patience);
        return code is 0 or AbortedExitCode ? code : throw new FaultException($"A child ended with {code}. It said: {child.Errors}");
    }
}

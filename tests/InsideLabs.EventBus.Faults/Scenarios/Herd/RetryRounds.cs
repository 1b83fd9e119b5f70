using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>
/// Deliveries without a circuit, such as those to receivers that answer 429, fail in the same second and again in every round of the
/// default ladder. What is measured is when their attempts begin.
/// </summary>
internal static class RetryRounds
{
    private const double BusiestShare = 0.05;

    /// <summary>How far chance may take the busiest of all seconds above the even spread.</summary>
    private const double Chance = 1.15;

    public static async Task RunAsync(ScenarioRun run, int rounds)
    {
        await using var host = await HerdHost.StartAsync(run);
        await HerdHost.SubscribeAsync(host, destinations: 0);
        host.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http429, "not now", 429));
        await HerdHost.PublishAsync(host);

        var delays = RetryLadder.Default.Delays;
        var longest = delays.Take(rounds).Aggregate(TimeSpan.Zero, (sum, delay) => sum + (delay * (1 + RetryLadder.Jitter)));
        await host.AdvanceAsync(longest + TimeSpan.FromSeconds(1));

        var sends = host.Adapter.Sends.ToLookup(s => s.Attempt, s => s.At);
        run.Require(sends[1].Count() == HerdHost.Deliveries, $"{sends[1].Count()} first attempts were made of {HerdHost.Deliveries} deliveries.");
        run.Require(SlidingSecond.Busiest(sends[1]) == HerdHost.Deliveries, $"they did not all fail in the same second: that proves nothing.");
        for (var round = 1; round <= rounds; round++)
        {
            Judge(run, round, delays[round - 1], [.. sends[round + 1]]);
        }
    }

    private static void Judge(ScenarioRun run, int round, TimeSpan delay, IReadOnlyCollection<DateTimeOffset> attempts)
    {
        // The spread of 20 % to both sides makes the first retry, after 5 s, two seconds wide: no second of it can hold less than half.
        var even = 1 / (2 * RetryLadder.Jitter * delay.TotalSeconds);
        var allowed = Math.Max(BusiestShare, even * Chance);
        var share = (double)SlidingSecond.Busiest(attempts) / HerdHost.Deliveries;
        run.Require(attempts.Count == HerdHost.Deliveries, $"retry {round} was made by {attempts.Count} of {HerdHost.Deliveries} deliveries.");
        run.Require(share <= allowed, $"the busiest second of retry {round} held {share:P2}, and may hold {allowed:P2}.");
        run.Figure($"retry {round}, after {delay}: the busiest second of {HerdHost.Deliveries:N0} deliveries held {share:P2}");
    }
}

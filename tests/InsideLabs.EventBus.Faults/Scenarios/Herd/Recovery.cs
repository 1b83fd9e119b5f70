using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Faults.Scenarios.Herd;

/// <summary>Three receivers are down, and come back while thousands wait for each. Every answer takes a second, so that what is on its way at once is seen.</summary>
internal static class Recovery
{
    private const int Destinations = 3;
    private const int Threshold = 5;

    /// <summary>With so many successes since it came back a receiver counts as recovered.</summary>
    private const int Recovered = 4;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(ScenarioRun run, TimeSpan down)
    {
        await using var host = await HerdHost.StartAsync(run);
        await HerdHost.SubscribeAsync(host, Destinations);
        var begun = host.Clock.GetUtcNow();
        var up = begun + down;
        host.Adapter.Answers.Always(send => ScriptedAnswer.After(
            AnswerTime, send.At < up ? DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503) : DeliveryResult.Delivered(204)));
        await HerdHost.PublishAsync(host);
        var isDone = await host.AdvanceUntilAsync(async () => await host.Queue.GetStatsAsync() is { Pending: 0, Retry: 0, Processing: 0 }, TimeSpan.FromHours(24));

        var stats = await host.Queue.GetStatsAsync();
        run.Require(isDone && stats.Completed == HerdHost.Deliveries, $"after {down} of being down {stats.Completed} of {HerdHost.Deliveries} deliveries were made.");
        foreach (var sends in host.Adapter.Sends.GroupBy(s => RecordedDestination.Of(s), s => s.At, StringComparer.Ordinal))
        {
            Judge(run, sends.Key, up, [.. sends.Order()]);
        }

        var failed = host.Adapter.Sends.Count(s => s.At < up);
        run.Figure($"down for {down}: {failed} requests reached the {Destinations} receivers meanwhile; the last of {HerdHost.Deliveries:N0} deliveries was made {host.Clock.GetUtcNow() - up} after they came back");
    }

    private static void Judge(ScenarioRun run, string name, DateTimeOffset up, DateTimeOffset[] sends)
    {
        // All answers of the first second come at once. Each failure before the one that opens the circuit lets another attempt begin.
        var together = sends.Count(s => s == sends[0]);
        var first = sends.Count(s => s <= sends[0] + AnswerTime);
        run.Require(first - together < Threshold, $"{name} was sent {first - together} further requests by the time its circuit opened.");
        var probes = sends[first..].TakeWhile(s => s < up).ToArray();
        run.Require(first >= Threshold && probes.Length > 2, $"{name} saw {first} requests at first and {probes.Length} probes: that proves nothing.");
        var (last, delay) = (sends[0], FirstDelay);
        foreach (var probe in sends[first..].Take(probes.Length + 1))
        {
            var left = probe - (last + AnswerTime);
            run.Require(left >= delay && left < delay + FirstDelay, $"{name} was left alone for {left} before the probe at {probe:O}, and should have been for {delay}.");
            (last, delay) = (probe, delay * 2 < LongestDelay ? delay * 2 : LongestDelay);
        }

        var recovering = sends[(first + probes.Length)..];
        var proven = recovering[0];
        foreach (var send in recovering)
        {
            var successes = recovering.Count(s => s + AnswerTime <= send);
            if (successes >= Recovered)
            {
                break;
            }

            proven = send;
            var admitted = 1 << successes;
            var running = recovering.Count(s => s <= send && s + AnswerTime > send);
            run.Require(running <= admitted, $"{name} had {running} requests at once after {successes} successes, and should have had {admitted}.");
        }

        run.Require(proven > recovering[0], $"{name} was sent nothing between its first success and its last: that proves nothing.");
    }
}

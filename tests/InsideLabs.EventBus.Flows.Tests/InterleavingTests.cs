namespace InsideLabs.EventBus.Flows.Tests;

public sealed class InterleavingTests : Flow
{
    /// <summary>Each row is a store and the first of the seeds that one host runs through.</summary>
    public static TheoryData<string, int, int> Runs
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            for (var first = 0; first < 1000; first += 250)
            {
                rows.Add("memory", first, 250);
                rows.Add("sqlite", first, 250);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Whatever_is_published_paused_resumed_planned_and_sent_at_once_nothing_is_lost_and_nothing_is_sent_while_it_may_not(
        string store, int firstSeed, int count)
    {
        await using var host = await StartAsync(store, at: "2026-03-05T12:00:00Z");
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var eventType = $"shop.order.number{seed}";
            var subscription = await host.SubscribeAsync(eventType, d => d.RetryDelays = [.. Enumerable.Repeat(Interleaving.RetrySeconds, 100)]);
            await new Interleaving(host, subscription, eventType, seed).RunAsync();
        }
    }
}

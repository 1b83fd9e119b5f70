using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;

namespace InsideLabs.EventBus.Sqlite.Tests.Claims;

public sealed class LanesTests : IDisposable
{
    private readonly SqliteFile _file = new() { Limits = LaneLimits.Default with { PerLane = 16 } };

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_thousand_deliveries_come_out_of_a_short_lane_in_due_order(bool reopened)
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var random = new Random(42);
        var queued = new List<(DateTimeOffset DueAt, Guid Id)>();
        for (var i = 0; i < 50; i++)
        {
            NewOccurrence[] items =
            [
                .. Enumerable.Range(0, 100).Select(_ => new NewOccurrence(
                    TestData.Event(), [TestData.Delivery(subscription, store.Now.AddSeconds(-random.Next(1000)))])),
            ];
            await store.CommitAsync(items);
            queued.AddRange(items.Select(item => (item.Deliveries[0].DueAt, item.Deliveries[0].Id)));
            _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(16);
        }

        store = reopened ? _file.Open() : store;
        var claimed = new List<Guid>();
        while (claimed.Count < queued.Count)
        {
            var batch = (await store.ClaimAsync(max: 37, maxPerSubscription: 5000)).Deliveries;
            batch.Should().HaveCount(Math.Min(37, queued.Count - claimed.Count));
            claimed.AddRange(batch.Select(d => d.Id));
            _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(16 + 1, "a lane full of what has no row reads one more to know its first");
        }

        claimed.Should().Equal(queued.Order().Select(q => q.Id));
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task What_comes_back_beyond_the_horizon_is_found_again_when_its_turn_comes()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var ids = await store.EnqueueManyAsync(subscription, 100);
        var first = (await store.ClaimAsync(max: 10)).Deliveries;
        for (var i = 0; i < first.Count; i++)
        {
            _ = i % 2 == 0
                ? await store.SettleAsync(first[i], DeliveryStatus.Scheduled, TestData.Start.AddMinutes(1))
                : await store.Deliveries.ReleaseAsync(first[i].Id, first[i].ClaimNo, CancellationToken.None);
        }

        _file.Time.Advance(TimeSpan.FromMinutes(2));
        var all = (await store.ClaimAsync(max: 1000, maxPerSubscription: 1000)).Deliveries.Select(d => d.Id).ToList();

        var retried = ids.Take(10).Where((_, i) => i % 2 == 0).ToList();
        all.Should().Equal([.. ids.Except(retried), .. retried]);
    }

    [Fact]
    public async Task The_next_due_time_is_known_beyond_the_horizon()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        await store.EnqueueManyAsync(subscription, 16);
        var later = (await store.EnqueueAsync(store.Now.AddMinutes(5), subscription))[0];

        var result = await store.ClaimAsync();

        result.Deliveries.Should().HaveCount(16);
        result.NextDueAt.Should().Be((await store.FindAsync(later)).NextAttempt);
    }

    [Fact]
    public async Task Over_all_lanes_memory_stays_bounded()
    {
        // The lane that reaches the total may be full, and afterwards each of the 20 may keep 2.
        const int Most = 200 + 64 + (20 * 2);
        _file.Limits = new LaneLimits(PerLane: 64, Total: 200, OccurrenceBytes: 0);
        var store = _file.Open();
        var queued = 0;
        for (var i = 0; i < 20; i++)
        {
            queued += (await store.EnqueueManyAsync(await store.SubscribeAsync(), 100)).Count;
        }

        _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(Most);
        store = _file.Open();
        var claimed = new HashSet<Guid>();
        while (claimed.Count < queued)
        {
            var batch = (await store.ClaimAsync(max: 100, maxPerSubscription: 1000)).Deliveries;
            batch.Should().NotBeEmpty();
            batch.Should().OnlyContain(d => claimed.Add(d.Id));
            _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(Most);
        }
    }

    [Fact]
    public async Task A_backlog_delays_another_subscription_by_no_more_than_one_claim()
    {
        var store = _file.Open();
        var (busy, quiet) = (await store.SubscribeAsync(), await store.SubscribeAsync());
        await store.EnqueueManyAsync(busy, 1000);
        (await store.ClaimAsync(max: 8, maxPerSubscription: 16)).Deliveries.Should().HaveCount(8);
        var single = (await store.EnqueueAsync(store.Now, quiet))[0];

        var next = (await store.ClaimAsync(max: 2, maxPerSubscription: 16)).Deliveries;

        next.Should().HaveCount(2).And.ContainSingle(d => d.Id == single);
    }

    [Fact]
    public async Task What_has_ended_is_forgotten()
    {
        var store = _file.Open();
        for (var i = 0; i < 20; i++)
        {
            await store.SettleAsync(await store.EnqueueAndClaimAsync(await store.SubscribeAsync()), DeliveryStatus.Delivered);
        }

        await store.ClaimAsync();

        _file.Database.Lanes.Count.Should().Be(0);
        _file.Database.Lanes.WaitingInMemory.Should().Be(0);
    }

    [Fact]
    public async Task A_claim_that_is_given_up_claims_nothing()
    {
        var store = _file.Open();
        await store.EnqueueManyAsync(await store.SubscribeAsync(), 100);
        using var pause = await WriterPause.BeginAsync(_file.Database);
        using var cancellation = new CancellationTokenSource();

        // The lane has to be reloaded, and the writer is busy.
        var claim = store.Deliveries.ClaimAsync(new ClaimRequest(store.Now, 100, 100), cancellation.Token).AsTask();
        claim.IsCompleted.Should().BeFalse();
        await cancellation.CancelAsync();

        await claim.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        await pause.EndAsync();
        (await store.StatsAsync()).Should().Be(new DeliveryStats(Pending: 100, 0, 0, 0, 0, 0));
        (await store.ClaimAsync(max: 200, maxPerSubscription: 200)).Deliveries.Should().HaveCount(100);
    }
}

using System.Collections.Concurrent;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Claiming: only what is due, in order, and never twice.</summary>
public abstract class DeliveryClaimConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_queue_gives_nothing_and_waits_for_nothing()
    {
        var subscription = await Store.SubscribeAsync();

        var result = await Store.ClaimAsync();

        result.Deliveries.Should().BeEmpty();
        result.NextDueAt.Should().BeNull();
        result.SubscriptionsVersion.Should().Be(subscription.Version);
    }

    [Fact]
    public async Task A_claim_tells_what_a_worker_needs()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];

        var claim = await Store.ClaimOneAsync();

        claim.Id.Should().Be(id);
        claim.SubscriptionId.Should().Be(subscription.Id);
        claim.Attempts.Should().Be(0);
        claim.Failures.Should().Be(0);
        claim.Crashes.Should().Be(0);
        claim.DueAt.Should().Be(Store.Now);
        (await Store.FindAsync(id)).Status.Should().Be(DeliveryStatus.Claimed);
    }

    [Fact]
    public async Task What_is_due_at_this_very_instant_is_claimed_and_what_is_due_later_is_not()
    {
        var subscription = await Store.SubscribeAsync();
        var due = await Store.EnqueueAsync(Store.Now, subscription);
        await Store.EnqueueAsync(Store.Now.AddMilliseconds(1), subscription);

        var result = await Store.ClaimAsync();

        result.Deliveries.Select(d => d.Id).Should().Equal(due);
        result.NextDueAt.Should().Be(Store.Now.AddMilliseconds(1));
    }

    [Fact]
    public async Task Time_alone_makes_a_later_delivery_claimable()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now.AddHours(2), subscription))[0];
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();

        Store.Time.Advance(TimeSpan.FromHours(2));

        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }

    [Fact]
    public async Task The_request_says_what_time_it_is()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now.AddHours(2), subscription))[0];

        var result = await Store.Deliveries.ClaimAsync(new ClaimRequest(Store.Now.AddHours(2), 1, 1), CancellationToken.None);

        result.Deliveries.Should().ContainSingle().Which.Id.Should().Be(id);
    }

    [Fact]
    public async Task Within_a_subscription_the_earliest_due_comes_first_and_then_the_smaller_id()
    {
        var subscription = await Store.SubscribeAsync();
        var now = Store.Now;
        var third = (await Store.EnqueueAsync(now.AddSeconds(-1), subscription))[0];
        var fourth = (await Store.EnqueueAsync(now.AddSeconds(-1), subscription))[0];
        var first = (await Store.EnqueueAsync(now.AddSeconds(-3), subscription))[0];
        var fifth = (await Store.EnqueueAsync(now, subscription))[0];
        var second = (await Store.EnqueueAsync(now.AddSeconds(-2), subscription))[0];

        (await Store.ClaimAsync(max: 2)).Deliveries.Select(d => d.Id).Should().Equal(first, second);
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(third, fourth, fifth);
    }

    [Fact]
    public async Task No_more_than_asked_for_is_claimed()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 5);

        (await Store.ClaimAsync(max: 3)).Deliveries.Should().HaveCount(3);
        (await Store.ClaimAsync(max: 3)).Deliveries.Should().HaveCount(2);
        (await Store.ClaimAsync(max: 3)).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task The_next_due_time_is_the_earliest_of_all_subscriptions()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueAsync(Store.Now.AddMinutes(10), a);
        await Store.EnqueueAsync(Store.Now.AddMinutes(5), b);
        await Store.EnqueueAsync(Store.Now.AddMinutes(7), a);

        (await Store.ClaimAsync()).NextDueAt.Should().Be(Store.Now.AddMinutes(5));
    }

    [Fact]
    public async Task What_is_claimed_and_what_has_ended_is_not_waited_for()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 2);

        var result = await Store.ClaimAsync();

        result.NextDueAt.Should().BeNull();
        await Store.SettleAsync(result.Deliveries[0], DeliveryStatus.Delivered);
        await Store.SettleAsync(result.Deliveries[1], DeliveryStatus.Dead);
        (await Store.ClaimAsync()).NextDueAt.Should().BeNull();
    }

    [Fact]
    public async Task A_retry_is_waited_for()
    {
        var subscription = await Store.SubscribeAsync();
        var retryAt = Store.Now.AddMinutes(5);
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, retryAt);

        var result = await Store.ClaimAsync();

        result.Deliveries.Should().BeEmpty();
        result.NextDueAt.Should().Be(retryAt);
    }

    [Fact]
    public async Task The_token_rises_with_every_claim_of_a_delivery()
    {
        var subscription = await Store.SubscribeAsync();
        var first = await Store.EnqueueAndClaimAsync(subscription);
        await Store.Deliveries.ReleaseAsync(first.Id, first.ClaimNo, CancellationToken.None);
        var second = await Store.ClaimOneAsync();
        await Store.SettleAsync(second, DeliveryStatus.Scheduled, Store.Now);
        var third = await Store.ClaimOneAsync();

        new[] { first.ClaimNo, second.ClaimNo, third.ClaimNo }.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_claim_knows_the_version_of_the_subscriptions()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueAsync(Store.Now, subscription);
        var paused = await Store.PauseAsync(subscription);
        (await Store.ClaimAsync()).SubscriptionsVersion.Should().Be(paused.Version);

        var resumed = await Store.ResumeAsync(paused);

        (await Store.ClaimAsync()).SubscriptionsVersion.Should().Be(resumed.Version);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_claims_nothing()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueAsync(Store.Now, subscription);

        var claim = async () => await Store.Deliveries.ClaimAsync(new ClaimRequest(Store.Now, 1, 1), new CancellationToken(canceled: true));

        await claim.Should().ThrowAsync<OperationCanceledException>();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(Pending: 1, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Of_2000_deliveries_32_concurrent_claimers_claim_none_twice_and_miss_none()
    {
        var queued = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            queued.AddRange(await Store.EnqueueManyAsync(await Store.SubscribeAsync(), 250));
        }

        var claimed = new ConcurrentBag<Guid>();
        await Together.RunAsync(32, async _ =>
        {
            for (var batch = await ClaimBatchAsync(); batch.Count > 0; batch = await ClaimBatchAsync())
            {
                foreach (var delivery in batch)
                {
                    claimed.Add(delivery.Id);
                }
            }
        });

        claimed.Should().HaveCount(2000);
        claimed.Order().Should().Equal(queued.Order());
        (await Store.StatsAsync()).Processing.Should().Be(2000);
    }

    [Fact]
    public async Task Concurrent_workers_deliver_every_delivery_exactly_once()
    {
        var subscription = await Store.SubscribeAsync();
        var queued = await Store.EnqueueManyAsync(subscription, 300);

        var settled = new ConcurrentBag<Guid>();
        await Together.RunAsync(16, async _ =>
        {
            for (var batch = await ClaimBatchAsync(); batch.Count > 0; batch = await ClaimBatchAsync())
            {
                foreach (var claim in batch)
                {
                    var settlement = TestData.Settlement(claim, DeliveryStatus.Delivered, TestData.Start);
                    (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeTrue();
                    settled.Add(claim.Id);
                }
            }
        });

        settled.Order().Should().Equal(queued.Order());
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, Completed: 300, 0, 0));
        (await Store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None)).Should().HaveCount(300);
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> ClaimBatchAsync() =>
        (await Store.ClaimAsync(max: 7, maxPerSubscription: 2000)).Deliveries;
}

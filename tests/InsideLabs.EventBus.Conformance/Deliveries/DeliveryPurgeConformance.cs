using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Purging: what ended long ago leaves the queue, and neither the audit nor idempotency suffers.</summary>
public abstract class DeliveryPurgeConformance : StoreConformance
{
    [Theory]
    [InlineData(DeliveryStatus.Delivered, DeliveryStatus.Dead)]
    [InlineData(DeliveryStatus.Dead, DeliveryStatus.Delivered)]
    public async Task What_ended_so_is_gone_and_what_ended_otherwise_stays(DeliveryStatus purged, DeliveryStatus kept)
    {
        var subscription = await Store.SubscribeAsync();
        var gone = await Store.EndOneAsync(subscription, purged);
        var stays = await Store.EndOneAsync(subscription, kept);

        (await Store.PurgeAsync(purged)).Should().Be(1);

        (await Store.Deliveries.FindDeliveryAsync(gone.Id, CancellationToken.None)).Should().BeNull();
        (await Store.DeliveryIdsAsync()).Should().Equal(stays.Id);
        (await Store.DeliveryIdsAsync(new DeliveryFilter { OccurrenceId = gone.Occurrence.Id })).Should().BeEmpty();
        (await Store.DeliveryIdsAsync(new DeliveryFilter { SubscriptionId = subscription.Id })).Should().Equal(stays.Id);
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Status = purged })).Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(
            new DeliveryStats(0, 0, 0, kept == DeliveryStatus.Delivered ? 1 : 0, kept == DeliveryStatus.Dead ? 1 : 0, 0));
        (await Store.PurgeAsync(purged)).Should().Be(0);
    }

    [Fact]
    public async Task Whatever_has_not_ended_and_whatever_was_cancelled_stays()
    {
        var (subscription, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var claimed = await Store.EnqueueAndClaimAsync(subscription);
        var retry = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(retry, DeliveryStatus.Scheduled, Store.Now.AddHours(1));
        await Store.CancelAsync((await Store.EnqueueAsync(Store.Now, subscription))[0]);
        await Store.EnqueueAsync(Store.Now, other);
        await Store.PauseAsync(other);
        var before = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);
        Store.Time.Advance(TimeSpan.FromDays(1));

        (await Store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(0);
        (await Store.PurgeAsync(DeliveryStatus.Dead)).Should().Be(0);

        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().Equal(before);
        (await Store.SettleAsync(claimed, DeliveryStatus.Delivered)).Should().BeTrue();
    }

    [Fact]
    public async Task The_instant_itself_stays()
    {
        var subscription = await Store.SubscribeAsync();
        var first = await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        var endedAt = Store.Now;
        var second = await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);

        (await Store.PurgeAsync(DeliveryStatus.Delivered, endedAt)).Should().Be(0);
        (await Store.PurgeAsync(DeliveryStatus.Delivered, endedAt.AddTicks(1).ToOffset(TimeSpan.FromHours(9)))).Should().Be(1);

        (await Store.DeliveryIdsAsync()).Should().Equal(second.Id).And.NotContain(first.Id);
    }

    [Fact]
    public async Task The_attempts_stay_with_all_they_tell()
    {
        var (subscription, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, Store.Now, "timeout");
        var claim = await Store.ClaimOneAsync();
        await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        await Store.EndOneAsync(other, DeliveryStatus.Delivered);
        var before = await ListAttemptsAsync(AttemptFilter.All);

        (await Store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(2);

        (await ListAttemptsAsync(AttemptFilter.All)).Should().BeEquivalentTo(before, options => options.WithStrictOrdering());
        (await Store.AttemptsAsync(claim.Id)).Select(a => (a.Number, a.OccurrenceId, a.SubscriptionId, a.Adapter)).Should().Equal(
            (2, claim.Occurrence.Id, subscription.Id, subscription.Adapter), (1, claim.Occurrence.Id, subscription.Id, subscription.Adapter));
        (await ListAttemptsAsync(new AttemptFilter { SubscriptionId = subscription.Id })).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_occurrence_stays_and_publishing_it_again_is_a_duplicate()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var item = TestData.Item(TestData.Event("known"), a, b);
        await Store.CommitAsync(item);
        foreach (var claim in (await Store.ClaimAsync()).Deliveries)
        {
            await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        }

        (await Store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(2);

        (await Store.CommitAsync(TestData.Item(TestData.Event("known"), a, b))).Receipts
            .Should().Equal(new CommitReceipt(2, IsDuplicate: true));
        (await Store.CommitAsync(TestData.Item(TestData.Event("known", payload: """{"campaignId":"other"}"""), a))).Conflicts.Should().Equal(0);
        (await Store.Deliveries.FindOccurrenceAsync("known", CancellationToken.None)).Should().NotBeNull();
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task A_bite_takes_no_more_than_asked_for_and_smaller_ids_first()
    {
        var ids = await EndManyAsync(7);

        (await Store.PurgeAsync(DeliveryStatus.Delivered, max: 3)).Should().Be(3);
        (await Store.DeliveryIdsAsync()).Should().Equal(ids.Skip(3));
        (await Store.PurgeAsync(DeliveryStatus.Delivered, max: 3)).Should().Be(3);
        (await Store.PurgeAsync(DeliveryStatus.Delivered, max: 3)).Should().Be(1);
        (await Store.PurgeAsync(DeliveryStatus.Delivered, max: 3)).Should().Be(0);
    }

    [Fact]
    public async Task What_ends_behind_the_last_bite_is_not_forgotten()
    {
        var subscription = await Store.SubscribeAsync();
        var late = await Store.EnqueueAndClaimAsync(subscription);
        await EndManyAsync(3);
        var before = Store.Now.AddHours(1);
        (await Store.PurgeAsync(DeliveryStatus.Delivered, before, max: 2)).Should().Be(2);

        await Store.SettleAsync(late, DeliveryStatus.Delivered);

        (await Store.PurgeAsync(DeliveryStatus.Delivered, before, max: 2)).Should().Be(2);
        (await Store.DeliveryIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_purged_cannot_be_restarted_cancelled_or_settled()
    {
        var dead = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);
        await Store.PurgeAsync(DeliveryStatus.Dead);

        (await Store.RestartAsync(dead.Id)).Should().Be(RestartResult.NotFound);
        (await Store.CancelAsync(dead.Id)).Should().Be(CancelResult.NotFound);
        (await Store.SettleAsync(dead, DeliveryStatus.Delivered)).Should().BeFalse();

        (await Store.AttemptsAsync(dead.Id)).Select(a => a.Outcome).Should().Equal(AttemptOutcome.Stale, AttemptOutcome.Dead);
        (await Store.DeliveryIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Pages_go_on_while_their_beginning_is_purged()
    {
        var ids = await EndManyAsync(9);
        var first = await Store.DeliveryIdsAsync(new DeliveryFilter { Limit = 3 });
        first.Should().Equal(ids.Take(3));

        await Store.PurgeAsync(DeliveryStatus.Delivered, max: 5);

        (await Store.DeliveryIdsAsync(new DeliveryFilter { Limit = 3, After = first[^1] })).Should().Equal(ids.Skip(5).Take(3));
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Limit = 3, After = ids[7] })).Should().Equal(ids[8]);
    }

    [Fact]
    public async Task A_purge_disturbs_no_claim_and_concurrent_purges_share_the_work()
    {
        await EndManyAsync(100);
        var subscription = await Store.SubscribeAsync();
        var queued = await Store.EnqueueManyAsync(subscription, 50);

        var results = await Together.RunAsync(6, async worker =>
        {
            if (worker < 3)
            {
                var purged = 0;
                while (await Store.PurgeAsync(DeliveryStatus.Delivered, TestData.Start.AddMinutes(30), max: 7) is > 0 and var bite)
                {
                    purged += bite;
                }

                return purged;
            }

            while ((await Store.ClaimAsync(max: 3)).Deliveries is { Count: > 0 } batch)
            {
                foreach (var claim in batch)
                {
                    var settlement = TestData.Settlement(claim, DeliveryStatus.Delivered, TestData.Start.AddHours(1));
                    (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeTrue();
                }
            }

            return 0;
        });

        // The clock stands, so a store that goes by it has purged what was delivered meanwhile, too.
        results.Sum().Should().BeInRange(100, 150);
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 150 - results.Sum() });
        (await Store.DeliveryIdsAsync()).Should().BeSubsetOf(queued).And.HaveCount(150 - results.Sum());
        (await Store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None)).Should().HaveCount(150);
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled)]
    [InlineData(DeliveryStatus.Claimed)]
    public async Task Only_what_has_ended_can_be_purged(DeliveryStatus status)
    {
        var purge = async () => await Store.PurgeAsync(status);

        await purge.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_purges_nothing()
    {
        await EndManyAsync(1);

        var purge = async () => await Store.Deliveries.PurgeAsync(
            new PurgeRequest(DeliveryStatus.Delivered, Store.Now.AddDays(1), 10), new CancellationToken(canceled: true));

        await purge.Should().ThrowAsync<OperationCanceledException>();
        (await Store.StatsAsync()).Completed.Should().Be(1);
    }

    private async Task<IReadOnlyList<Guid>> EndManyAsync(int count)
    {
        var ids = await Store.EnqueueManyAsync(await Store.SubscribeAsync(), count);
        foreach (var claim in (await Store.ClaimAsync(count, count)).Deliveries)
        {
            await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        }

        return ids;
    }

    private ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter) =>
        Store.Deliveries.ListAttemptsAsync(filter, CancellationToken.None);
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>What retention asks of a purge: cancelled ones too, only up to an id, and where to begin.</summary>
public abstract class DeliveryRetentionConformance : StoreConformance
{
    [Fact]
    public async Task Cancelled_deliveries_are_purged_whether_they_were_tried_or_not()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var tried = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(tried, DeliveryStatus.Scheduled, Store.Now.AddDays(1));
        var untried = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        await Store.CancelAsync(tried.Id);
        await Store.CancelAsync(untried);

        (await Store.PurgeAsync(DeliveryStatus.Cancelled)).Should().Be(2);

        (await Store.DeliveryIdsAsync()).Should().Equal(dead.Id);
        (await Store.StatsAsync()).Cancelled.Should().Be(0);
        (await Store.AttemptsAsync(tried.Id)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { SubscriptionId = subscription.Id, OccurrenceId = tried.Occurrence.Id, subscription.Adapter, Number = 1 });
        (await Store.AttemptsAsync(untried)).Should().BeEmpty();
        (await Store.CancelAsync(untried)).Should().Be(CancelResult.NotFound);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Dead)]
    public async Task What_was_cancelled_while_it_was_sent_stays_until_the_send_has_ended(DeliveryStatus settled)
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.CancelAsync(claim.Id);
        Store.Time.Advance(TimeSpan.FromDays(1));

        (await Store.PurgeAsync(DeliveryStatus.Cancelled, max: 1)).Should().Be(0);
        (await FindOldestAsync(DeliveryStatus.Cancelled)).Should().BeNull();
        (await Store.SettleAsync(claim, settled)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(
            new { Status = settled == DeliveryStatus.Delivered ? settled : DeliveryStatus.Cancelled, Attempts = 1 });
        (await Store.PurgeAsync(DeliveryStatus.Cancelled)).Should().Be(settled == DeliveryStatus.Delivered ? 0 : 1);
        (await Store.EnqueueManyAsync(subscription, 3)).Should().HaveCount(3);
        (await Store.ClaimAsync(max: 10, maxPerSubscription: 3)).Deliveries.Should().HaveCount(3, "no claim is left behind");
    }

    [Fact]
    public async Task Only_what_has_a_smaller_id_is_purged_when_one_is_given()
    {
        var ids = await EndManyAsync(6);
        var request = new PurgeRequest(DeliveryStatus.Delivered, Store.Now.AddDays(1), 2) { Below = ids[3] };

        (await PurgeAsync(request)).Should().Be(2);
        (await PurgeAsync(request)).Should().Be(1);
        (await PurgeAsync(request)).Should().Be(0);
        (await Store.DeliveryIdsAsync()).Should().Equal(ids.Skip(3));

        (await PurgeAsync(request with { Below = ids[5] })).Should().Be(2);
        (await PurgeAsync(request with { Below = null })).Should().Be(1);
    }

    [Fact]
    public async Task A_bound_that_changes_between_bites_hides_nothing()
    {
        var ids = await EndManyAsync(6);
        var request = new PurgeRequest(DeliveryStatus.Delivered, Store.Now.AddDays(1), 1);

        (await PurgeAsync(request with { Below = ids[1] })).Should().Be(1);
        (await PurgeAsync(request with { Below = ids[4], Max = 2 })).Should().Be(2);
        (await PurgeAsync(request with { Below = ids[1] })).Should().Be(0);
        (await PurgeAsync(request with { Below = ids[4] })).Should().Be(1);
        (await Store.DeliveryIdsAsync()).Should().Equal(ids.Skip(4));
    }

    [Fact]
    public async Task The_oldest_is_the_smallest_id_that_a_purge_would_remove()
    {
        var subscription = await Store.SubscribeAsync();
        var first = await Store.EnqueueAndClaimAsync(subscription);
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var second = await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        var cancelled = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        await Store.CancelAsync(cancelled);

        (await FindOldestAsync(DeliveryStatus.Delivered)).Should().Be(second.Id);
        (await FindOldestAsync(DeliveryStatus.Dead)).Should().Be(dead.Id);
        (await FindOldestAsync(DeliveryStatus.Cancelled)).Should().Be(cancelled);
        await Store.SettleAsync(first, DeliveryStatus.Delivered);
        (await FindOldestAsync(DeliveryStatus.Delivered)).Should().Be(first.Id, "it is older although it ended later");
        (await Store.PurgeAsync(DeliveryStatus.Delivered, max: 1)).Should().Be(1);
        (await FindOldestAsync(DeliveryStatus.Delivered)).Should().Be(second.Id);
    }

    [Fact]
    public async Task The_oldest_has_ended_before_the_instant()
    {
        (await FindOldestAsync(DeliveryStatus.Delivered)).Should().BeNull();
        var claim = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Delivered);
        var endedAt = Store.Now;

        (await Store.Deliveries.FindOldestAsync(DeliveryStatus.Delivered, endedAt, CancellationToken.None)).Should().BeNull();
        (await Store.Deliveries.FindOldestAsync(DeliveryStatus.Delivered, endedAt.AddTicks(1).ToOffset(TimeSpan.FromHours(9)), CancellationToken.None))
            .Should().Be(claim.Id);
        (await Store.Deliveries.FindOldestAsync(DeliveryStatus.Delivered, DateTimeOffset.MinValue, CancellationToken.None)).Should().BeNull();
        (await Store.Deliveries.FindOldestAsync(DeliveryStatus.Delivered, DateTimeOffset.MaxValue, CancellationToken.None)).Should().Be(claim.Id);
    }

    [Fact]
    public async Task What_was_queued_long_before_it_ended_goes_by_its_end()
    {
        var subscription = await Store.SubscribeAsync();
        var old = await Store.EnqueueAndClaimAsync(subscription);
        Store.Time.Advance(TimeSpan.FromDays(60));
        await Store.SettleAsync(old, DeliveryStatus.Delivered);

        (await Store.PurgeAsync(DeliveryStatus.Delivered, Store.Now.AddDays(-30))).Should().Be(0);
        Store.Time.Advance(TimeSpan.FromDays(31));
        (await Store.PurgeAsync(DeliveryStatus.Delivered, Store.Now.AddDays(-30))).Should().Be(1);
    }

    [Fact]
    public async Task Only_what_has_ended_can_be_the_oldest()
    {
        var find = async () => await FindOldestAsync(DeliveryStatus.Scheduled);

        await find.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_search_that_is_cancelled_beforehand_throws()
    {
        var find = async () => await Store.Deliveries.FindOldestAsync(
            DeliveryStatus.Delivered, Store.Now, new CancellationToken(canceled: true));

        await find.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_bite_of_nothing_is_refused(int max)
    {
        var purge = async () => await PurgeAsync(new PurgeRequest(DeliveryStatus.Delivered, Store.Now, max));
        var purgeAttempts = async () => await Store.Deliveries.PurgeAttemptsAsync(Guid.AllBitsSet, max, CancellationToken.None);

        await purge.Should().ThrowAsync<ArgumentOutOfRangeException>();
        await purgeAttempts.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    private ValueTask<int> PurgeAsync(PurgeRequest request) => Store.Deliveries.PurgeAsync(request, CancellationToken.None);

    private ValueTask<Guid?> FindOldestAsync(DeliveryStatus status) =>
        Store.Deliveries.FindOldestAsync(status, Store.Now.AddTicks(1), CancellationToken.None);

    private async Task<IReadOnlyList<Guid>> EndManyAsync(int count)
    {
        var ids = await Store.EnqueueManyAsync(await Store.SubscribeAsync(), count);
        foreach (var claim in (await Store.ClaimAsync(count, count)).Deliveries)
        {
            await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        }

        return ids;
    }
}

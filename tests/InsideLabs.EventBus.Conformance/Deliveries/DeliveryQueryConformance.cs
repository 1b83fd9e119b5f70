using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Asking about the queue: finding, listing, counting.</summary>
public abstract class DeliveryQueryConformance : StoreConformance
{
    [Fact]
    public async Task What_is_unknown_is_not_found()
    {
        await Store.EnqueueAsync(Store.Now, await Store.SubscribeAsync());

        (await Store.Deliveries.FindDeliveryAsync(TestData.NewId(), CancellationToken.None)).Should().BeNull();
        (await Store.Deliveries.FindOccurrenceAsync("unknown", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task An_empty_queue_lists_and_counts_nothing()
    {
        (await ListAsync(DeliveryFilter.All)).Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task Deliveries_are_listed_in_ascending_order_of_their_ids()
    {
        var subscription = await Store.SubscribeAsync();
        Guid[] ascending = [.. Enumerable.Range(0, 20).Select(_ => TestData.NewId())];
        foreach (var id in ascending.Reverse())
        {
            var delivery = TestData.Delivery(subscription, Store.Now) with { Id = id };
            await Store.CommitAsync(new NewOccurrence(TestData.Event(), [delivery]));
        }

        (await ListAsync(DeliveryFilter.All)).Should().Equal(ascending);
    }

    [Fact]
    public async Task A_listed_delivery_is_the_one_that_is_found()
    {
        var ids = await QueueInEveryConditionAsync();

        var listed = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);

        listed.Should().HaveCount(6);
        foreach (var delivery in listed)
        {
            (await Store.FindAsync(delivery.Id)).Should().Be(delivery);
        }

        listed.Select(d => d.Id).Should().Equal(ids.Values.Order());
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled, "pending", "retry")]
    [InlineData(DeliveryStatus.Claimed, "claimed")]
    [InlineData(DeliveryStatus.Delivered, "delivered")]
    [InlineData(DeliveryStatus.Dead, "dead")]
    [InlineData(DeliveryStatus.Cancelled, "cancelled")]
    public async Task A_status_selects_those_in_it(DeliveryStatus status, params string[] expected)
    {
        var ids = await QueueInEveryConditionAsync();

        (await ListAsync(new DeliveryFilter { Status = status })).Should().Equal(expected.Select(name => ids[name]).Order());
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled, false, "pending")]
    [InlineData(DeliveryStatus.Scheduled, true, "retry")]
    [InlineData(DeliveryStatus.Claimed, false, "claimed")]
    [InlineData(DeliveryStatus.Claimed, true)]
    [InlineData(null, true, "delivered", "dead", "retry")]
    [InlineData(null, false, "cancelled", "claimed", "pending")]
    public async Task Tried_tells_apart_what_has_an_attempt(DeliveryStatus? status, bool tried, params string[] expected)
    {
        var ids = await QueueInEveryConditionAsync();

        (await ListAsync(new DeliveryFilter { Status = status, Tried = tried })).Should().Equal(expected.Select(name => ids[name]).Order());
        (await ListAsync(new DeliveryFilter { Status = status, Tried = tried, Limit = 1 }))
            .Should().Equal(expected.Select(name => ids[name]).Order().Take(1));
    }

    [Fact]
    public async Task A_subscription_and_an_occurrence_select_theirs()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var first = await Store.EnqueueAsync(Store.Now, a, b);
        var second = await Store.EnqueueAsync(Store.Now, a, b);
        var occurrenceId = (await Store.FindAsync(first[0])).OccurrenceId;

        (await ListAsync(new DeliveryFilter { SubscriptionId = a.Id })).Should().Equal(first[0], second[0]);
        (await ListAsync(new DeliveryFilter { OccurrenceId = occurrenceId })).Should().Equal(first);
        (await ListAsync(new DeliveryFilter { OccurrenceId = occurrenceId, SubscriptionId = b.Id })).Should().Equal(first[1]);
        (await ListAsync(new DeliveryFilter { OccurrenceId = occurrenceId, Status = DeliveryStatus.Dead })).Should().BeEmpty();
        (await ListAsync(new DeliveryFilter { SubscriptionId = TestData.NewId() })).Should().BeEmpty();
        (await ListAsync(new DeliveryFilter { OccurrenceId = "%" })).Should().BeEmpty();
    }

    [Fact]
    public async Task The_deliveries_of_a_deleted_subscription_are_still_listed()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];

        await Store.DeleteAsync(subscription);

        (await ListAsync(new DeliveryFilter { SubscriptionId = subscription.Id })).Should().Equal(id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_cover_everything_once_in_order(int limit)
    {
        var subscription = await Store.SubscribeAsync();
        var all = await Store.EnqueueManyAsync(subscription, 7);
        await Store.ClaimAsync(max: 3);

        var filter = new DeliveryFilter { Limit = limit, SubscriptionId = subscription.Id };
        var (found, page) = (new List<Guid>(), await ListAsync(filter));
        while (page.Count > 0)
        {
            page.Should().HaveCountLessThanOrEqualTo(limit);
            found.Should().NotIntersectWith(page);
            found.AddRange(page);
            page = await ListAsync(filter with { After = page[^1] });
        }

        found.Should().Equal(all);
    }

    [Fact]
    public async Task Every_condition_is_counted_by_itself()
    {
        await QueueInEveryConditionAsync();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(
            Pending: 1, Processing: 1, Retry: 1, Completed: 1, Failed: 1, Cancelled: 1));

        // A tried delivery that is claimed again is in work; released it waits for a retry as before.
        Store.Time.Advance(TimeSpan.FromHours(2));
        var again = (await Store.ClaimAsync()).Deliveries.Single(d => d.Attempts > 0);
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(
            Pending: 0, Processing: 3, Retry: 0, Completed: 1, Failed: 1, Cancelled: 1));
        await Store.Deliveries.ReleaseAsync(again.Id, again.ClaimNo, CancellationToken.None);
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(
            Pending: 0, Processing: 2, Retry: 1, Completed: 1, Failed: 1, Cancelled: 1));
    }

    private async Task<Dictionary<string, Guid>> QueueInEveryConditionAsync()
    {
        var (kept, gone) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var delivered = await Store.EnqueueAndClaimAsync(kept);
        await Store.SettleAsync(delivered, DeliveryStatus.Delivered);
        var dead = await Store.EnqueueAndClaimAsync(kept);
        await Store.SettleAsync(dead, DeliveryStatus.Dead);
        var retry = await Store.EnqueueAndClaimAsync(kept);
        await Store.SettleAsync(retry, DeliveryStatus.Scheduled, Store.Now.AddHours(1));
        var cancelled = (await Store.EnqueueAsync(Store.Now, gone))[0];
        await Store.DeleteAsync(gone);
        var claimed = await Store.EnqueueAndClaimAsync(kept);
        var pending = (await Store.EnqueueAsync(Store.Now, kept))[0];
        return new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["delivered"] = delivered.Id,
            ["dead"] = dead.Id,
            ["retry"] = retry.Id,
            ["cancelled"] = cancelled,
            ["claimed"] = claimed.Id,
            ["pending"] = pending,
        };
    }

    private async Task<List<Guid>> ListAsync(DeliveryFilter filter) =>
        [.. (await Store.Deliveries.ListDeliveriesAsync(filter, CancellationToken.None)).Select(d => d.Id)];
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Removing the oldest attempts, whatever became of their deliveries.</summary>
public abstract class AttemptPurgeConformance : StoreConformance
{
    [Fact]
    public async Task A_bite_takes_no_more_than_asked_for_and_smaller_ids_first()
    {
        await EndManyAsync(7);
        var attempts = await ListAsync();

        (await PurgeAsync(attempts[5], max: 3)).Should().Be(3);
        (await ListAsync()).Should().Equal(attempts.Skip(3));
        (await PurgeAsync(attempts[5], max: 3)).Should().Be(2);
        (await PurgeAsync(attempts[5], max: 3)).Should().Be(0);

        (await ListAsync()).Should().Equal(attempts.Skip(5));
    }

    [Fact]
    public async Task The_oldest_is_the_smallest_id_there_is()
    {
        (await FindOldestAsync()).Should().BeNull();
        (await PurgeAsync(Guid.AllBitsSet)).Should().Be(0);
        await EndManyAsync(3);
        var attempts = await ListAsync();

        (await FindOldestAsync()).Should().Be(attempts[0]);
        await PurgeAsync(attempts[2]);
        (await FindOldestAsync()).Should().Be(attempts[2]);
        await PurgeAsync(Guid.AllBitsSet);
        (await FindOldestAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Deliveries_stay_as_they_are_and_their_attempts_are_numbered_on()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, Store.Now);
        var before = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);

        (await PurgeAsync(Guid.AllBitsSet)).Should().Be(2);

        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().Equal(before);
        await Store.RestartAsync(dead.Id);
        foreach (var claim in (await Store.ClaimAsync()).Deliveries)
        {
            claim.Attempts.Should().Be(1);
            (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();
            (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Number.Should().Be(2);
        }
    }

    [Fact]
    public async Task The_attempts_of_a_purged_delivery_tell_all_until_the_last_one_is_gone()
    {
        var subscription = await Store.SubscribeAsync();
        var first = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(first, DeliveryStatus.Scheduled, Store.Now);
        await Store.SettleAsync(await Store.ClaimOneAsync(), DeliveryStatus.Delivered);
        await Store.PurgeAsync(DeliveryStatus.Delivered);
        var attempts = await ListAsync();

        (await PurgeAsync(attempts[1])).Should().Be(1);

        (await Store.AttemptsAsync(first.Id)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Id = attempts[1], Number = 2, SubscriptionId = subscription.Id, OccurrenceId = first.Occurrence.Id, subscription.Adapter });
        (await Store.Deliveries.ListAttemptsAsync(new AttemptFilter { OccurrenceId = first.Occurrence.Id }, CancellationToken.None))
            .Should().ContainSingle();
        (await PurgeAsync(Guid.AllBitsSet)).Should().Be(1);
        (await ListAsync()).Should().BeEmpty();
        (await Store.CommitAsync(TestData.Item(first.Occurrence, subscription))).Receipts
            .Should().Equal(new CommitReceipt(1, IsDuplicate: true));
    }

    [Fact]
    public async Task A_stale_attempt_of_a_purged_delivery_is_recorded_only_while_another_one_is_left()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        await Store.PurgeAsync(DeliveryStatus.Delivered);

        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeFalse();
        (await Store.AttemptsAsync(claim.Id)).Select(a => a.Outcome).Should().Equal(AttemptOutcome.Stale, AttemptOutcome.Success);
        (await PurgeAsync(Guid.AllBitsSet)).Should().Be(2);
        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeFalse();
        (await ListAsync()).Should().BeEmpty();

        var untried = await Store.EnqueueAndClaimAsync(subscription);
        await Store.ReleaseAsync(untried);
        await Store.CancelAsync(untried.Id);
        await Store.PurgeAsync(DeliveryStatus.Cancelled);
        (await Store.SettleAsync(untried, DeliveryStatus.Delivered)).Should().BeFalse();
        (await ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Concurrent_purges_share_the_work()
    {
        await EndManyAsync(100);

        var purged = await Together.RunAsync(4, async _ =>
        {
            var sum = 0;
            while (await PurgeAsync(Guid.AllBitsSet, max: 7) is > 0 and var bite)
            {
                sum += bite;
            }

            return sum;
        });

        purged.Sum().Should().Be(100);
        (await ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_purges_nothing()
    {
        await EndManyAsync(1);
        var cancelled = new CancellationToken(canceled: true);

        var purge = async () => await Store.Deliveries.PurgeAttemptsAsync(Guid.AllBitsSet, 10, cancelled);
        var find = async () => await Store.Deliveries.FindOldestAttemptAsync(cancelled);

        await purge.Should().ThrowAsync<OperationCanceledException>();
        await find.Should().ThrowAsync<OperationCanceledException>();
        (await ListAsync()).Should().ContainSingle();
    }

    private ValueTask<int> PurgeAsync(Guid below, int max = 1000) => Store.Deliveries.PurgeAttemptsAsync(below, max, CancellationToken.None);

    private ValueTask<Guid?> FindOldestAsync() => Store.Deliveries.FindOldestAttemptAsync(CancellationToken.None);

    /// <summary>The ids of all attempts, oldest first.</summary>
    private async Task<IReadOnlyList<Guid>> ListAsync() =>
        [.. (await Store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None)).Select(a => a.Id).Reverse()];

    private async Task EndManyAsync(int count)
    {
        await Store.EnqueueManyAsync(await Store.SubscribeAsync(), count);
        foreach (var claim in (await Store.ClaimAsync(count, count)).Deliveries)
        {
            await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        }
    }
}

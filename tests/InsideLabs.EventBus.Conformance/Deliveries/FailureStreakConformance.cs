using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>How long a subscription has been failing, told with every settlement.</summary>
public abstract class FailureStreakConformance : StoreConformance
{
    [Fact]
    public async Task Each_failure_adds_one_and_the_streak_began_when_the_first_ended()
    {
        var subscription = await Store.SubscribeAsync();
        var since = Store.Now + StoreUnderTest.AttemptDuration;

        (await EndAsync(subscription, DeliveryStatus.Scheduled)).Should().Be(new SettleResult(IsStored: true, new FailureStreak(since, 1)));
        Store.Time.Advance(TimeSpan.FromHours(1));
        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak.Should().Be(new FailureStreak(since, 2));
        Store.Time.Advance(TimeSpan.FromHours(1));
        (await EndAsync(subscription, DeliveryStatus.Scheduled)).Streak.Should().Be(new FailureStreak(since, 3));
    }

    [Fact]
    public async Task A_success_ends_it_and_the_next_failure_begins_a_new_one()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);
        await EndAsync(subscription, DeliveryStatus.Dead);

        (await EndAsync(subscription, DeliveryStatus.Delivered)).Should().Be(new SettleResult(IsStored: true, Streak: null));

        Store.Time.Advance(TimeSpan.FromHours(1));
        var since = Store.Now + StoreUnderTest.AttemptDuration;
        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak.Should().Be(new FailureStreak(since, 1));
    }

    [Fact]
    public async Task Each_subscription_has_its_own()
    {
        var (failing, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await EndAsync(failing, DeliveryStatus.Dead);

        (await EndAsync(other, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(1);
        (await EndAsync(other, DeliveryStatus.Delivered)).Streak.Should().BeNull();
        (await EndAsync(failing, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task Neither_a_release_nor_a_deferral_of_a_delivery_touches_it()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);
        await Store.ReleaseAsync(await Store.EnqueueAndClaimAsync(subscription));
        await Store.DeferAsync(await Store.ClaimOneAsync(), Store.Now.AddDays(1));

        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task A_stale_attempt_neither_adds_nor_ends()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);
        var lost = await Store.EnqueueAndClaimAsync(subscription);
        await Store.ReleaseAsync(lost);

        foreach (var status in new[] { DeliveryStatus.Delivered, DeliveryStatus.Scheduled, DeliveryStatus.Dead })
        {
            (await SettleAsync(lost, status)).Should().Be(new SettleResult(IsStored: false, Streak: null));
        }

        (await SettleAsync(await Store.ClaimOneAsync(), DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task Settling_the_same_attempt_again_does_not_count_it_again()
    {
        var subscription = await Store.SubscribeAsync();
        var settlement = TestData.Settlement(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Dead, Store.Now);
        await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).Should().Be(new SettleResult(IsStored: false, Streak: null));

        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task A_release_of_the_subscription_ends_it()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);

        subscription = await Store.ResumeAsync(subscription);

        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(1);
    }

    [Theory]
    [InlineData(QueueEffect.None)]
    [InlineData(QueueEffect.Hold)]
    [InlineData(QueueEffect.Cancel)]
    [InlineData(QueueEffect.Replan)]
    public async Task Another_change_of_the_subscription_leaves_it(QueueEffect effect)
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);
        var claim = await Store.EnqueueAndClaimAsync(subscription);

        (await Store.Subscriptions.SaveAsync(
            new SubscriptionWrite(subscription.Id, subscription, subscription.Version, effect) { Replan = static at => at },
            CancellationToken.None)).Should().NotBeNull();

        (await SettleAsync(claim, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task A_refused_release_leaves_it()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);

        (await Store.SaveAsync(subscription, subscription.Version + 1, QueueEffect.Release)).Should().BeNull();

        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(2);
    }

    [Fact]
    public async Task A_deletion_ends_it_and_what_fails_afterwards_begins_none()
    {
        var subscription = await Store.SubscribeAsync();
        await EndAsync(subscription, DeliveryStatus.Dead);
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.DeleteAsync(subscription);

        (await SettleAsync(claim, DeliveryStatus.Dead)).Should().Be(new SettleResult(IsStored: true, Streak: null));

        subscription = await Store.SubscribeAsync(subscription with { Version = 0 });
        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(1);
    }

    [Fact]
    public async Task An_attempt_counts_although_its_delivery_was_cancelled()
    {
        var subscription = await Store.SubscribeAsync();
        var (failed, delivered) = (await Store.EnqueueAndClaimAsync(subscription), await Store.EnqueueAndClaimAsync(subscription));
        await Store.CancelAsync(failed.Id);
        await Store.CancelAsync(delivered.Id);

        (await SettleAsync(failed, DeliveryStatus.Scheduled)).Streak!.Value.Failures.Should().Be(1);
        (await SettleAsync(delivered, DeliveryStatus.Delivered)).Streak.Should().BeNull();
        (await EndAsync(subscription, DeliveryStatus.Dead)).Streak!.Value.Failures.Should().Be(1);
    }

    [Fact]
    public async Task Of_those_who_fail_at_once_each_is_told_another_number()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 64);
        var claims = (await Store.ClaimAsync()).Deliveries;
        var now = Store.Now;

        var told = await Together.RunAsync(16, async worker =>
        {
            var numbers = new List<int>();
            for (var i = worker; i < claims.Count; i += 16)
            {
                var settlement = TestData.Settlement(claims[i], DeliveryStatus.Dead, now);
                numbers.Add((await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).Streak!.Value.Failures);
            }

            return numbers;
        });

        told.SelectMany(n => n).Should().BeEquivalentTo(Enumerable.Range(1, 64));
    }

    private async Task<SettleResult> EndAsync(Subscription subscription, DeliveryStatus status) =>
        await SettleAsync(await Store.EnqueueAndClaimAsync(subscription), status);

    private async Task<SettleResult> SettleAsync(ClaimedDelivery claim, DeliveryStatus status)
    {
        // Far enough away that the next claim does not find it.
        var settlement = TestData.Settlement(claim, status, Store.Now, Store.Now.AddYears(1));
        Store.Time.Advance(StoreUnderTest.AttemptDuration);
        return await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Restarting: a dead delivery gets a fresh ladder, and nothing else can be restarted.</summary>
public abstract class DeliveryRestartConformance : StoreConformance
{
    [Fact]
    public async Task A_dead_delivery_is_scheduled_again_with_a_fresh_ladder()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, Store.Now);
        var claim = await Store.ClaimOneAsync();
        await Store.SettleAsync(claim, DeliveryStatus.Dead, code: "attempts_exhausted");
        var dead = await Store.FindAsync(claim.Id);
        Store.Time.Advance(TimeSpan.FromHours(1));

        (await Store.RestartAsync(claim.Id)).Should().Be(RestartResult.Restarted);

        (await Store.FindAsync(claim.Id)).Should().Be(dead with
        {
            Status = DeliveryStatus.Scheduled,
            Failures = 0,
            NextAttempt = Store.Now,
            CompletedAt = null,
        });
        dead.Should().BeEquivalentTo(new { Attempts = 2, Failures = 2, LastError = "attempts_exhausted" });
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, Retry: 1, 0, 0, 0));
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Status = DeliveryStatus.Dead })).Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_claimed_with_a_new_token_and_the_numbers_of_its_attempts_go_on()
    {
        var first = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);
        await Store.RestartAsync(first.Id);

        var again = await Store.ClaimOneAsync();

        again.Id.Should().Be(first.Id);
        again.ClaimNo.Should().BeGreaterThan(first.ClaimNo);
        again.Should().BeEquivalentTo(new { Attempts = 1, Failures = 0, Crashes = 0, DueAt = Store.Now });
        again.Occurrence.Body.ToArray().Should().Equal(first.Occurrence.Body.ToArray());
        (await Store.SettleAsync(again, DeliveryStatus.Delivered)).Should().BeTrue();
        (await Store.AttemptsAsync(first.Id)).Select(a => a.Number).Should().Equal(2, 1);
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, Completed: 1, 0, 0));
    }

    [Fact]
    public async Task It_is_due_when_the_caller_says()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var (retryAt, dueAt) = (Store.Now.AddMinutes(1), Store.Now.AddHours(9));

        await Store.Deliveries.RestartAsync(dead.Id, retryAt, dueAt, subscription.Version, CancellationToken.None);

        var other = (await Store.EnqueueAsync(Store.Now.AddHours(10), subscription))[0];
        var early = await Store.ClaimAsync();
        early.Deliveries.Should().BeEmpty();
        early.NextDueAt.Should().Be(dueAt);
        Store.Time.Advance(TimeSpan.FromHours(10));
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(dead.Id, other);
    }

    [Fact]
    public async Task What_is_unknown_is_not_found()
    {
        await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);

        (await Store.RestartAsync(TestData.NewId())).Should().Be(RestartResult.NotFound);

        (await Store.StatsAsync()).Failed.Should().Be(1);
    }

    [Fact]
    public async Task Only_a_dead_delivery_can_be_restarted()
    {
        var subscription = await Store.SubscribeAsync();
        var delivered = await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        var claimed = await Store.EnqueueAndClaimAsync(subscription);
        var cancelled = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        await Store.CancelAsync(cancelled);
        var scheduled = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        var before = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);

        foreach (var id in new[] { delivered.Id, claimed.Id, cancelled, scheduled })
        {
            (await Store.RestartAsync(id)).Should().Be(RestartResult.NotDead);
        }

        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().Equal(before);
        (await Store.SettleAsync(claimed, DeliveryStatus.Delivered)).Should().BeTrue();
        (await Store.ClaimOneAsync()).Id.Should().Be(scheduled);
    }

    [Fact]
    public async Task A_deleted_subscriptions_delivery_stays_dead()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        await Store.DeleteAsync(subscription);
        var before = await Store.FindAsync(dead.Id);

        (await Store.RestartAsync(dead.Id)).Should().Be(RestartResult.SubscriptionDeleted);

        (await Store.FindAsync(dead.Id)).Should().Be(before);
        (await Store.ClaimAsync()).Should().BeEquivalentTo(new { NextDueAt = (DateTimeOffset?)null, Deliveries = Array.Empty<object>() });
    }

    [Fact]
    public async Task A_held_subscriptions_delivery_is_held()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var paused = await Store.PauseAsync(subscription);

        (await Store.RestartAsync(dead.Id)).Should().Be(RestartResult.Restarted);

        (await Store.ClaimAsync()).Should().BeEquivalentTo(new { NextDueAt = (DateTimeOffset?)null, Deliveries = Array.Empty<object>() });
        await Store.ResumeAsync(paused);
        (await Store.ClaimOneAsync()).Id.Should().Be(dead.Id);
    }

    [Fact]
    public async Task A_deletion_cancels_what_was_restarted()
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        await Store.RestartAsync(dead.Id);

        await Store.DeleteAsync(subscription);

        (await Store.FindAsync(dead.Id)).Status.Should().Be(DeliveryStatus.Cancelled);
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1));
    }

    [Fact]
    public async Task A_worker_from_before_the_death_cannot_settle_it()
    {
        var first = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);
        await Store.RestartAsync(first.Id);
        var again = await Store.ClaimOneAsync();

        (await Store.SettleAsync(first, DeliveryStatus.Delivered)).Should().BeFalse();

        (await Store.FindAsync(first.Id)).Status.Should().Be(DeliveryStatus.Claimed);
        (await Store.SettleAsync(again, DeliveryStatus.Dead)).Should().BeTrue();
        (await Store.AttemptsAsync(first.Id)).Select(a => (a.Number, a.Outcome)).Should()
            .Equal((2, AttemptOutcome.Dead), (1, AttemptOutcome.Stale), (1, AttemptOutcome.Dead));
    }

    [Fact]
    public async Task It_can_die_and_be_restarted_again_and_again()
    {
        var id = (await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead)).Id;
        for (var i = 1; i <= 5; i++)
        {
            (await Store.RestartAsync(id)).Should().Be(RestartResult.Restarted);
            var claim = await Store.ClaimOneAsync();
            claim.Should().BeEquivalentTo(new { Id = id, Attempts = i, Failures = 0 });
            await Store.SettleAsync(claim, DeliveryStatus.Dead);
        }

        (await Store.AttemptsAsync(id)).Select(a => a.Number).Should().Equal(6, 5, 4, 3, 2, 1);
    }

    [Fact]
    public async Task Of_concurrent_restarts_exactly_one_wins()
    {
        var dead = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);

        var results = await Together.RunAsync(16, _ => Store.RestartAsync(dead.Id).AsTask());

        results.Should().ContainSingle(r => r == RestartResult.Restarted);
        results.Count(r => r == RestartResult.NotDead).Should().Be(15);
        (await Store.ClaimOneAsync()).Id.Should().Be(dead.Id);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_restarts_nothing()
    {
        var dead = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);

        var restart = async () => await Store.Deliveries.RestartAsync(
            dead.Id, Store.Now, Store.Now, long.MaxValue, new CancellationToken(canceled: true));

        await restart.Should().ThrowAsync<OperationCanceledException>();
        (await Store.FindAsync(dead.Id)).Status.Should().Be(DeliveryStatus.Dead);
    }
}

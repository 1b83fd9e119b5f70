using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>A claimed delivery that is put off untried, because its window is closed or its destination is left alone.</summary>
public abstract class DeliveryDeferConformance : StoreConformance
{
    [Theory]
    [InlineData(AdapterNames.Webhook)]
    [InlineData(AdapterNames.Handler)]
    public async Task It_is_due_later_and_nothing_else_changes(string adapter)
    {
        var subscription = await Store.SubscribeAsync(TestData.Subscription() with { Adapter = adapter });
        var first = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(first, DeliveryStatus.Scheduled, Store.Now, "timeout");
        var before = await Store.FindAsync(first.Id);
        var claim = await Store.ClaimOneAsync();
        var dueAt = Store.Now.AddHours(9);

        (await Store.DeferAsync(claim, dueAt)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().Be(before with { NextAttempt = dueAt });
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats) with { Retry = 1 });
        (await Store.RetryAtAsync(claim.Id)).Should().Be(before.NextAttempt);
    }

    [Fact]
    public async Task It_is_claimed_again_when_its_time_has_come_with_a_new_token()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var dueAt = Store.Now.AddHours(9);
        await Store.DeferAsync(claim, dueAt);

        var early = await Store.ClaimAsync();
        early.Deliveries.Should().BeEmpty();
        early.NextDueAt.Should().Be(dueAt);
        Store.Time.JumpTo(dueAt);

        var again = await Store.ClaimOneAsync();
        again.Should().BeEquivalentTo(new { claim.Id, Attempts = 0, Failures = 0, Crashes = 0, DueAt = dueAt });
        again.ClaimNo.Should().BeGreaterThan(claim.ClaimNo);
    }

    [Fact]
    public async Task Its_place_in_the_queue_is_that_of_its_new_time()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 3);
        var claims = (await Store.ClaimAsync()).Deliveries;
        foreach (var (claim, minutes) in claims.Zip([5, 3, 4]))
        {
            await Store.DeferAsync(claim, Store.Now.AddMinutes(minutes));
        }

        Store.Time.Advance(TimeSpan.FromMinutes(5));

        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(ids[1], ids[2], ids[0]);
    }

    [Fact]
    public async Task It_can_be_put_off_for_good_until_the_subscription_changes()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);

        (await Store.DeferAsync(claim, DateTimeOffset.MaxValue)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(
            new { Status = DeliveryStatus.Scheduled, NextAttempt = (DateTimeOffset?)DateTimeOffset.MaxValue });
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await Store.ReplanAsync(subscription, static retryAt => retryAt);
        (await Store.ClaimOneAsync()).Id.Should().Be(claim.Id);
    }

    [Fact]
    public async Task A_token_that_is_not_the_claims_changes_nothing()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var before = await Store.FindAsync(claim.Id);

        (await Store.DeferAsync(claim with { ClaimNo = claim.ClaimNo + 1 }, Store.Now.AddHours(1))).Should().BeFalse();
        (await Store.DeferAsync(claim with { Id = TestData.NewId() }, Store.Now.AddHours(1))).Should().BeFalse();

        (await Store.FindAsync(claim.Id)).Should().Be(before);
        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();
        (await Store.DeferAsync(claim, Store.Now.AddHours(1))).Should().BeFalse();
        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task One_that_was_cancelled_meanwhile_stays_so()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        await Store.CancelAsync(claim.Id);
        var before = await Store.FindAsync(claim.Id);
        Store.Time.Advance(TimeSpan.FromSeconds(1));

        (await Store.DeferAsync(claim, Store.Now.AddHours(1))).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().Be(before);
        (await Store.ClaimAsync()).NextDueAt.Should().BeNull();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats) with { Cancelled = 1 });
    }

    [Fact]
    public async Task One_whose_subscription_was_deleted_is_cancelled()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.DeleteAsync(subscription);

        (await Store.DeferAsync(claim, Store.Now.AddHours(1))).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(new { Status = DeliveryStatus.Cancelled, Attempts = 0 });
    }

    [Fact]
    public async Task One_whose_subscription_was_held_is_held()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var paused = await Store.PauseAsync(subscription);

        await Store.DeferAsync(claim, Store.Now.AddHours(1));

        Store.Time.Advance(TimeSpan.FromHours(2));
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await Store.ResumeAsync(paused);
        (await Store.ClaimOneAsync()).Should().BeEquivalentTo(new { claim.Id, DueAt = TestData.Start.AddHours(1) });
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_takes_effect()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());

        var effects = await Together.RunAsync(16, i => Store.DeferAsync(claim, Store.Now.AddHours(i + 1)).AsTask());

        effects.Should().ContainSingle(took => took);
        (await Store.DueAtAsync(claim.Id)).Should().Be(Store.Now.AddHours(Array.IndexOf(effects, true) + 1));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_changes_nothing()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var deferral = new Deferral(claim.Id, claim.ClaimNo, Store.Now.AddHours(1), long.MaxValue);

        var defer = async () => await Store.Deliveries.DeferAsync(deferral, new CancellationToken(canceled: true));

        await defer.Should().ThrowAsync<OperationCanceledException>();
        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Claimed);
        (await Store.DeferAsync(claim, Store.Now.AddHours(1))).Should().BeTrue();
    }
}

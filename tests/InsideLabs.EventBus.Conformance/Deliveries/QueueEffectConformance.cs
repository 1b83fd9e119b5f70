using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>What the change of a subscription does to its queued deliveries: hold, release, cancel.</summary>
public abstract class QueueEffectConformance : StoreConformance
{
    [Fact]
    public async Task What_is_held_is_neither_claimed_nor_waited_for()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueAsync(Store.Now, subscription);
        await Store.EnqueueAsync(Store.Now.AddMinutes(5), subscription);

        await Store.PauseAsync(subscription);

        var result = await Store.ClaimAsync();
        result.Deliveries.Should().BeEmpty();
        result.NextDueAt.Should().BeNull();
        (await Store.StatsAsync()).Pending.Should().Be(2);
    }

    [Fact]
    public async Task A_hold_leaves_other_subscriptions_alone()
    {
        var (held, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var ids = await Store.EnqueueAsync(Store.Now, held, other);

        await Store.PauseAsync(held);

        (await Store.ClaimOneAsync()).Id.Should().Be(ids[1]);
    }

    [Fact]
    public async Task What_is_released_is_due_when_it_was_due()
    {
        var subscription = await Store.SubscribeAsync();
        var due = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        var later = (await Store.EnqueueAsync(Store.Now.AddMinutes(5), subscription))[0];
        var before = await Store.FindAsync(due);
        var paused = await Store.PauseAsync(subscription);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        await Store.ResumeAsync(paused);

        (await Store.FindAsync(due)).Should().Be(before);
        var result = await Store.ClaimAsync();
        result.Deliveries.Should().ContainSingle().Which.Id.Should().Be(due);
        result.NextDueAt.Should().Be((await Store.FindAsync(later)).NextAttempt).And.Be(TestData.Start.AddMinutes(5));
    }

    [Fact]
    public async Task A_hold_and_a_release_may_come_twice()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueAsync(Store.Now, subscription);

        var paused = await Store.PauseAsync(await Store.PauseAsync(subscription));
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await Store.ResumeAsync(await Store.ResumeAsync(paused));

        (await Store.ClaimAsync()).Deliveries.Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_being_sent_at_a_hold_finishes_and_is_recorded()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.PauseAsync(subscription);

        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Delivered);
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_back_to_the_queue_after_a_hold_is_held_too(bool released)
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var paused = await Store.PauseAsync(subscription);

        (released
            ? await Store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None)
            : await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now)).Should().BeTrue();

        var held = await Store.ClaimAsync();
        held.Deliveries.Should().BeEmpty();
        held.NextDueAt.Should().BeNull();
        await Store.ResumeAsync(paused);
        (await Store.ClaimOneAsync()).Id.Should().Be(claim.Id);
    }

    [Fact]
    public async Task A_change_without_effect_leaves_the_queue_alone()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];

        await Store.SaveAsync(subscription with { Labels = ["changed"] }, subscription.Version, QueueEffect.None);

        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }

    [Fact]
    public async Task A_refused_change_has_no_effect()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];

        await Store.SaveAsync(subscription, subscription.Version + 1, QueueEffect.Hold);
        await Store.SaveAsync(subscription, subscription.Version + 1, QueueEffect.Cancel);

        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }

    [Fact]
    public async Task A_deletion_cancels_what_is_queued()
    {
        var subscription = await Store.SubscribeAsync();
        var other = await Store.SubscribeAsync();
        var ids = await Store.EnqueueAsync(Store.Now, subscription, other);
        var retry = (await Store.ClaimAsync()).Deliveries.Single(d => d.Id == ids[0]);
        await Store.SettleAsync(retry, DeliveryStatus.Scheduled, Store.Now.AddHours(1), "timeout");
        var before = await Store.FindAsync(ids[0]);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        await Store.DeleteAsync(subscription);

        (await Store.FindAsync(ids[0])).Should().Be(before with
        {
            Status = DeliveryStatus.Cancelled,
            NextAttempt = null,
            CompletedAt = Store.Now,
        });
        (await Store.FindAsync(ids[1])).Status.Should().Be(DeliveryStatus.Claimed);
        Store.Time.Advance(TimeSpan.FromDays(1));
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_deletion_cancels_what_is_held()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        var paused = await Store.PauseAsync(subscription);

        await Store.DeleteAsync(paused);

        (await Store.FindAsync(id)).Status.Should().Be(DeliveryStatus.Cancelled);
    }

    [Fact]
    public async Task A_deletion_leaves_what_has_ended()
    {
        var subscription = await Store.SubscribeAsync();
        var delivered = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(delivered, DeliveryStatus.Delivered);
        var dead = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(dead, DeliveryStatus.Dead);
        var before = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);

        await Store.DeleteAsync(subscription);

        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().Equal(before);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered, DeliveryStatus.Delivered, AttemptOutcome.Success)]
    [InlineData(DeliveryStatus.Dead, DeliveryStatus.Cancelled, AttemptOutcome.Dead)]
    [InlineData(DeliveryStatus.Scheduled, DeliveryStatus.Cancelled, AttemptOutcome.Failure)]
    public async Task What_is_being_sent_at_a_deletion_is_recorded_but_not_tried_again(
        DeliveryStatus settled, DeliveryStatus expected, AttemptOutcome outcome)
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var deletedAt = Store.Now;
        await Store.DeleteAsync(subscription);

        (await Store.SettleAsync(claim, settled, Store.Now)).Should().BeTrue();

        var found = await Store.FindAsync(claim.Id);
        found.Status.Should().Be(expected);
        found.Attempts.Should().Be(1);
        found.NextAttempt.Should().BeNull();
        found.CompletedAt.Should().BeOnOrAfter(deletedAt).And.BeOnOrBefore(Store.Now);
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Outcome.Should().Be(outcome);
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_being_sent_is_not_tried_again_even_if_the_deletion_left_the_queue_alone()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var deletion = new SubscriptionWrite(subscription.Id, State: null, subscription.Version, QueueEffect.None);
        (await Store.Subscriptions.SaveAsync(deletion, CancellationToken.None)).Should().NotBeNull();

        (await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Cancelled);
    }

    [Fact]
    public async Task What_is_released_after_a_deletion_is_cancelled()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.DeleteAsync(subscription);

        (await Store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None)).Should().BeTrue();

        var found = await Store.FindAsync(claim.Id);
        found.Status.Should().Be(DeliveryStatus.Cancelled);
        found.Attempts.Should().Be(0);
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_subscription_that_is_created_again_inherits_nothing()
    {
        var subscription = await Store.SubscribeAsync();
        var queued = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        var paused = await Store.PauseAsync(subscription);
        await Store.DeleteAsync(paused);

        var again = await Store.SubscribeAsync(subscription);

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty("'{0}' was cancelled for good", queued);
        var id = (await Store.EnqueueAsync(Store.Now, again))[0];
        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }

    [Fact]
    public async Task What_was_being_sent_at_a_deletion_stays_cancelled_when_the_subscription_is_created_again()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.DeleteAsync(subscription);
        await Store.SubscribeAsync(subscription);

        await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now);

        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Cancelled);
    }
}

using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>A change of a subscription that works out anew when its deliveries are due.</summary>
public abstract class ReplanConformance : StoreConformance
{
    [Fact]
    public async Task Every_due_time_is_worked_out_from_the_retry_time()
    {
        var subscription = await Store.SubscribeAsync();
        var (now, later) = (await EnqueueAsync(subscription, Store.Now, Store.Now.AddHours(9)), await EnqueueAsync(subscription, Store.Now.AddMinutes(5), Store.Now.AddDays(3)));

        await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));

        (await Store.DueAtAsync(now)).Should().Be(Store.Now.AddHours(1));
        (await Store.DueAtAsync(later)).Should().Be(Store.Now.AddHours(1).AddMinutes(5));
        (await Store.ClaimAsync()).NextDueAt.Should().Be(Store.Now.AddHours(1));
        (await Store.RetryAtAsync(later)).Should().Be(Store.Now.AddMinutes(5));
    }

    [Fact]
    public async Task What_is_due_earlier_now_is_claimed_in_its_new_order()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await EnqueueAsync(subscription, Store.Now.AddMinutes(i), Store.Now.AddDays(1)));
        }

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        var start = Store.Now;
        await Store.ReplanAsync(subscription, retryAt => start - (retryAt - start));

        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(ids.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task What_is_due_later_now_is_not_claimed_before()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 3);

        await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));

        var early = await Store.ClaimAsync();
        early.Deliveries.Should().BeEmpty();
        early.NextDueAt.Should().Be(Store.Now.AddHours(1));
        Store.Time.Advance(TimeSpan.FromHours(1));
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(ids);
    }

    [Fact]
    public async Task Other_subscriptions_and_what_has_ended_stay_as_they_are()
    {
        var (subscription, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        await Store.CancelAsync((await Store.EnqueueAsync(Store.Now, subscription))[0]);
        await Store.EnqueueAsync(Store.Now, other);
        var before = await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None);

        await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));

        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().Equal(before);
    }

    [Fact]
    public async Task What_is_held_is_replanned_and_stays_held()
    {
        var subscription = await Store.SubscribeAsync();
        var id = (await Store.EnqueueAsync(Store.Now, subscription))[0];
        var paused = await Store.PauseAsync(subscription);

        var replanned = await Store.ReplanAsync(paused, static retryAt => retryAt.AddHours(-1));

        (await Store.DueAtAsync(id)).Should().Be(Store.Now.AddHours(-1));
        (await Store.ClaimAsync()).Should().BeEquivalentTo(new { NextDueAt = (DateTimeOffset?)null, Deliveries = Array.Empty<object>() });
        await Store.ResumeAsync(replanned);
        (await Store.ClaimOneAsync()).Should().BeEquivalentTo(new { Id = id, DueAt = Store.Now.AddHours(-1) });
    }

    [Theory]
    [InlineData(AdapterNames.Webhook)]
    [InlineData(AdapterNames.Handler)]
    public async Task What_is_claimed_is_replanned_too_in_case_it_comes_back_untried(string adapter)
    {
        var subscription = await Store.SubscribeAsync(TestData.Subscription() with { Adapter = adapter });
        var claim = await Store.EnqueueAndClaimAsync(subscription);

        await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(
            new { Status = DeliveryStatus.Claimed, NextAttempt = (DateTimeOffset?)Store.Now.AddHours(1) });
        (await Store.ReleaseAsync(claim)).Should().BeTrue();
        var early = await Store.ClaimAsync();
        early.Deliveries.Should().BeEmpty();
        early.NextDueAt.Should().Be(Store.Now.AddHours(1)).And.Be(await Store.DueAtAsync(claim.Id));
        (await Store.CancelAsync(claim.Id)).Should().Be(CancelResult.Cancelled);
        (await Store.ClaimAsync()).NextDueAt.Should().BeNull();
    }

    [Fact]
    public async Task What_was_released_after_a_replanning_can_be_replanned_again()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var replanned = await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));
        await Store.ReleaseAsync(claim);

        await Store.ReplanAsync(replanned, static retryAt => retryAt);

        (await Store.ClaimOneAsync()).Should().BeEquivalentTo(new { claim.Id, claim.DueAt });
    }

    [Fact]
    public async Task It_may_never_be_due_and_be_due_again_afterwards()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 3);

        var never = await Store.ReplanAsync(subscription, static _ => DateTimeOffset.MaxValue);

        (await Store.DueAtAsync(ids[0])).Should().Be(DateTimeOffset.MaxValue);
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await Store.ReplanAsync(never, static retryAt => retryAt);
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(ids);
    }

    [Fact]
    public async Task It_needs_a_function_and_changes_nothing_without()
    {
        var (subscription, id) = await QueueOneAsync();
        var version = await Store.VersionAsync();

        var save = async () => await Store.Subscriptions.SaveAsync(
            PlanOperations.Replanning(subscription with { Labels = ["changed"] }, dueAt: null), CancellationToken.None);

        await save.Should().ThrowAsync<ArgumentException>();
        await ExpectUntouchedAsync(subscription, id, version);
    }

    [Fact]
    public async Task What_its_function_throws_is_thrown_and_nothing_is_changed()
    {
        var (subscription, id) = await QueueOneAsync();
        await Store.EnqueueAsync(Store.Now.AddMinutes(1), subscription);
        var (version, start) = (await Store.VersionAsync(), Store.Now);

        var save = async () => await Store.Subscriptions.SaveAsync(
            PlanOperations.Replanning(
                subscription with { Labels = ["changed"] },
                retryAt => retryAt == start ? retryAt.AddHours(1) : throw new InvalidOperationException("the second one")),
            CancellationToken.None);

        await save.Should().ThrowAsync<InvalidOperationException>().WithMessage("the second one");
        await ExpectUntouchedAsync(subscription, id, version);
    }

    [Fact]
    public async Task A_refused_change_replans_nothing()
    {
        var (subscription, id) = await QueueOneAsync();
        var version = await Store.VersionAsync();

        (await Store.Subscriptions.SaveAsync(
            PlanOperations.Replanning(subscription with { Version = subscription.Version + 1 }, static retryAt => retryAt.AddHours(1)),
            CancellationToken.None)).Should().BeNull();
        var dangling = subscription with { SubscriberId = TestData.NewId() };
        var save = async () => await Store.Subscriptions.SaveAsync(
            PlanOperations.Replanning(dangling, static retryAt => retryAt.AddHours(1)), CancellationToken.None);

        (await save.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.ReferenceUnknown);
        await ExpectUntouchedAsync(subscription, id, version);
    }

    private async Task<(Subscription Subscription, Guid Id)> QueueOneAsync()
    {
        var subscription = await Store.SubscribeAsync();
        return (subscription, (await Store.EnqueueAsync(Store.Now, subscription))[0]);
    }

    private async Task ExpectUntouchedAsync(Subscription subscription, Guid id, long version)
    {
        (await Store.VersionAsync()).Should().Be(version);
        (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None))!.Labels.Should().Equal(subscription.Labels);
        (await Store.DueAtAsync(id)).Should().Be(Store.Now);
        var claim = await Store.ClaimOneAsync();
        claim.Id.Should().Be(id);
        (await Store.DeferAsync(claim, Store.Now.AddHours(2), subscription.Version)).Should().BeTrue();
        (await Store.DueAtAsync(id)).Should().Be(Store.Now.AddHours(2), "a plan that was made before is not out of date");
    }

    private async Task<Guid> EnqueueAsync(Subscription subscription, DateTimeOffset retryAt, DateTimeOffset dueAt)
    {
        var delivery = new NewDelivery(TestData.NewId(), subscription.Id, subscription.Adapter, retryAt, dueAt);
        await Store.CommitAsync(new NewOccurrence(TestData.Event(recordedAt: Store.Now), [delivery]));
        return delivery.Id;
    }
}

using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>A worker that planned a delivery before its subscription was re-planned: the delivery is due at its retry time instead.</summary>
public abstract class StalePlanConformance : StoreConformance
{
    private static DateTimeOffset RetryAt => TestData.Start.AddMinutes(5);

    private static DateTimeOffset DueAt => TestData.Start.AddHours(9);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settlement_that_was_planned_before_is_due_at_its_retry_time(bool isCurrent)
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var replanned = await Store.ReplanAsync(subscription, static retryAt => retryAt.AddDays(1));

        (await Store.RetryAsync(claim, RetryAt, DueAt, (isCurrent ? replanned : subscription).Version)).Should().BeTrue();

        var expected = isCurrent ? DueAt : RetryAt;
        (await Store.DueAtAsync(claim.Id)).Should().Be(expected);
        (await Store.ClaimAsync()).NextDueAt.Should().Be(expected);
        (await Store.RetryAtAsync(claim.Id)).Should().Be(RetryAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deferral_that_was_planned_before_is_due_at_its_retry_time(bool isCurrent)
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, RetryAt);
        Store.Time.JumpTo(RetryAt);
        var claim = await Store.ClaimOneAsync();
        var replanned = await Store.ReplanAsync(subscription, static retryAt => retryAt.AddDays(1));

        (await Store.DeferAsync(claim, DueAt, (isCurrent ? replanned : subscription).Version)).Should().BeTrue();

        (await Store.DueAtAsync(claim.Id)).Should().Be(isCurrent ? DueAt : RetryAt);
        (await Store.ClaimAsync()).Deliveries.Should().HaveCount(isCurrent ? 0 : 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_that_was_planned_before_any_change_is_due_at_its_retry_time(bool isCurrent)
    {
        var subscription = await Store.SubscribeAsync();
        var dead = await Store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var changed = await Store.PauseAsync(subscription);

        (await Store.Deliveries.RestartAsync(dead.Id, RetryAt, DueAt, (isCurrent ? changed : subscription).Version, CancellationToken.None))
            .Should().Be(RestartResult.Restarted);

        await Store.ResumeAsync(changed);
        var expected = isCurrent ? DueAt : RetryAt;
        (await Store.DueAtAsync(dead.Id)).Should().Be(expected);
        (await Store.ClaimAsync()).NextDueAt.Should().Be(expected);
        (await Store.RetryAtAsync(dead.Id)).Should().Be(RetryAt);
    }

    [Fact]
    public async Task A_change_that_replans_nothing_leaves_plans_valid()
    {
        var (subscription, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var first = await Store.EnqueueAndClaimAsync(subscription);
        var second = await Store.EnqueueAndClaimAsync(subscription);
        await Store.ResumeAsync(await Store.PauseAsync(subscription));
        await Store.ReplanAsync(other, static retryAt => retryAt);

        await Store.RetryAsync(first, RetryAt, DueAt, subscription.Version);
        await Store.DeferAsync(second, DueAt, subscription.Version);

        (await Store.DueAtAsync(first.Id)).Should().Be(DueAt);
        (await Store.DueAtAsync(second.Id)).Should().Be(DueAt);
    }

    [Fact]
    public async Task A_change_after_the_replanning_does_not_make_an_old_plan_valid_again()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        var replanned = await Store.ReplanAsync(subscription, static retryAt => retryAt);
        await Store.ResumeAsync(await Store.PauseAsync(replanned));

        await Store.DeferAsync(claim, DueAt, subscription.Version);

        (await Store.DueAtAsync(claim.Id)).Should().Be(claim.DueAt);
    }

    [Fact]
    public async Task A_plan_is_out_of_date_for_what_was_queued_and_claimed_after_the_replanning_too()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.ReplanAsync(subscription, static retryAt => retryAt);
        await Store.ClaimAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);

        await Store.DeferAsync(claim, DueAt, subscription.Version);

        (await Store.DueAtAsync(claim.Id)).Should().Be(claim.DueAt);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Dead)]
    public async Task What_ends_is_not_planned(DeliveryStatus status)
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.ReplanAsync(subscription, static retryAt => retryAt.AddHours(1));

        (await Store.SettleAsync(claim, status)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(new { Status = status, NextAttempt = (DateTimeOffset?)null });
        (await Store.ClaimAsync()).NextDueAt.Should().BeNull();
    }

    [Fact]
    public async Task Among_sixteen_who_replan_settle_and_defer_at_once_no_old_plan_survives()
    {
        const int Queued = 150;
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, Queued);
        var claims = (await Store.ClaimAsync(100, 100)).Deliveries;

        // Each plan says by its whole days with which version it was made.
        await Together.RunAsync(16, async worker =>
        {
            if (worker < 4)
            {
                for (var i = 0; i < 5; i++)
                {
                    await ReplanToNextVersionAsync(subscription.Id);
                }

                return;
            }

            for (var i = worker - 4; i < claims.Count; i += 12)
            {
                var current = (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None))!.Version;
                var stored = (i % 3) switch
                {
                    0 => await Store.RetryAsync(claims[i], TestData.Start, TestData.Start.AddDays(current), current),
                    1 => await Store.DeferAsync(claims[i], TestData.Start.AddDays(current), current),
                    _ => await Store.ReleaseAsync(claims[i]),
                };
                stored.Should().BeTrue();
            }
        });

        var last = (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None))!.Version;
        last.Should().Be(subscription.Version + 20);
        var dueTimes = (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Select(d => d.NextAttempt).ToList();
        dueTimes.Should().HaveCount(Queued).And.OnlyContain(at => at == TestData.Start.AddDays(last) || at == TestData.Start);

        // What is claimed is what is due by the rows, in both orders of events.
        var due = (await Store.ClaimAsync(1000, 1000)).Deliveries;
        due.Should().HaveCount(dueTimes.Count(at => at == TestData.Start));
        Store.Time.JumpTo(TestData.Start.AddDays(last));
        due.Concat((await Store.ClaimAsync(1000, 1000)).Deliveries).Select(d => d.Id).Should().BeEquivalentTo(ids);
    }

    private async Task ReplanToNextVersionAsync(Guid subscriptionId)
    {
        while (true)
        {
            // There is one subscription, so the next version is one more.
            var current = (await Store.Subscriptions.FindAsync(subscriptionId, CancellationToken.None))!;
            var write = PlanOperations.Replanning(current, retryAt => retryAt.AddDays(current.Version + 1));
            if (await Store.Subscriptions.SaveAsync(write, CancellationToken.None) is { } version)
            {
                version.Should().Be(current.Version + 1);
                return;
            }
        }
    }
}

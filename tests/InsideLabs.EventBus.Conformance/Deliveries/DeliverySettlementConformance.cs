using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Settling: state and attempt together, and only by who holds the token.</summary>
public abstract class DeliverySettlementConformance : StoreConformance
{
    [Fact]
    public async Task A_success_ends_the_delivery_and_leaves_its_attempt()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var queued = await Store.FindAsync(claim.Id);

        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().Be(queued with
        {
            Status = DeliveryStatus.Delivered,
            Attempts = 1,
            NextAttempt = null,
            CompletedAt = Store.Now,
        });
        var attempt = (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Subject;
        attempt.Outcome.Should().Be(AttemptOutcome.Success);
        attempt.Number.Should().Be(1);
    }

    [Fact]
    public async Task A_failure_that_is_tried_again_keeps_counters_due_time_and_error()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var queued = await Store.FindAsync(claim.Id);
        var dueAt = Store.Now.AddMinutes(5);

        (await Store.SettleAsync(claim, DeliveryStatus.Scheduled, dueAt, "timeout")).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().Be(queued with
        {
            Status = DeliveryStatus.Scheduled,
            Attempts = 1,
            Failures = 1,
            NextAttempt = dueAt,
            LastError = "timeout",
        });
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await Store.ClaimOneAsync();
        again.Id.Should().Be(claim.Id);
        again.Attempts.Should().Be(1);
        again.Failures.Should().Be(1);
        again.DueAt.Should().Be(dueAt);
    }

    [Fact]
    public async Task A_delivery_inside_a_window_is_due_when_the_window_opens_and_not_before()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var (retryAt, dueAt) = (Store.Now.AddMinutes(5), Store.Now.AddHours(9));
        var settlement = TestData.Settlement(claim, DeliveryStatus.Scheduled, Store.Now, dueAt) with { RetryAt = retryAt };

        await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        (await Store.FindAsync(claim.Id)).NextAttempt.Should().Be(dueAt);
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        var result = await Store.ClaimAsync();
        result.Deliveries.Should().BeEmpty();
        result.NextDueAt.Should().Be(dueAt);
    }

    [Fact]
    public async Task A_dead_delivery_ends_with_its_last_error()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());

        (await Store.SettleAsync(claim, DeliveryStatus.Dead, code: "destination_blocked")).Should().BeTrue();

        var found = await Store.FindAsync(claim.Id);
        found.Status.Should().Be(DeliveryStatus.Dead);
        found.LastError.Should().Be("destination_blocked");
        found.NextAttempt.Should().BeNull();
        found.CompletedAt.Should().Be(Store.Now);
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Outcome.Should().Be(AttemptOutcome.Dead);
    }

    [Fact]
    public async Task What_has_ended_is_never_claimed_again()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Delivered);
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Dead);

        Store.Time.Advance(TimeSpan.FromDays(365));

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_success_after_failures_keeps_the_error_of_the_last_failure()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, Store.Now, "timeout");

        await Store.SettleAsync(await Store.ClaimOneAsync(), DeliveryStatus.Delivered);

        var found = (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Should().ContainSingle().Subject;
        found.LastError.Should().Be("timeout");
        found.Attempts.Should().Be(2);
        found.Failures.Should().Be(1);
    }

    [Fact]
    public async Task The_settlement_says_how_many_rungs_are_used_and_the_attempt_how_many_attempts()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Scheduled, Store.Now, Store.Now) with { Failures = 0 };

        await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        var again = await Store.ClaimOneAsync();
        again.Attempts.Should().Be(1);
        again.Failures.Should().Be(0);
    }

    [Fact]
    public async Task A_token_that_was_never_given_changes_nothing_and_leaves_a_stale_attempt()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var before = await Store.FindAsync(claim.Id);

        (await Store.SettleAsync(claim with { ClaimNo = claim.ClaimNo + 1 }, DeliveryStatus.Dead)).Should().BeFalse();

        (await Store.FindAsync(claim.Id)).Should().Be(before);
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Outcome.Should().Be(AttemptOutcome.Stale);
        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();
    }

    [Fact]
    public async Task A_worker_whose_delivery_was_claimed_again_cannot_settle_it()
    {
        var zombie = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        await Store.Deliveries.ReleaseAsync(zombie.Id, zombie.ClaimNo, CancellationToken.None);
        var owner = await Store.ClaimOneAsync();
        var before = await Store.FindAsync(zombie.Id);

        (await Store.SettleAsync(zombie, DeliveryStatus.Delivered)).Should().BeFalse();

        (await Store.FindAsync(zombie.Id)).Should().Be(before);
        (await Store.SettleAsync(owner, DeliveryStatus.Dead)).Should().BeTrue();
        (await Store.AttemptsAsync(zombie.Id)).Select(a => a.Outcome).Should().Equal(AttemptOutcome.Dead, AttemptOutcome.Stale);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Dead)]
    [InlineData(DeliveryStatus.Scheduled)]
    public async Task The_second_settlement_of_a_claim_is_stale(DeliveryStatus first)
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        await Store.SettleAsync(claim, first, Store.Now.AddMinutes(1));
        var before = await Store.FindAsync(claim.Id);

        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeFalse();

        (await Store.FindAsync(claim.Id)).Should().Be(before);
        var attempts = await Store.AttemptsAsync(claim.Id);
        attempts.Should().HaveCount(2);
        attempts[0].Outcome.Should().Be(AttemptOutcome.Stale);
        attempts[1].Outcome.Should().NotBe(AttemptOutcome.Stale);
    }

    [Fact]
    public async Task Settling_once_more_after_a_lost_answer_leaves_the_first_attempt_as_it_is()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Delivered, Store.Now);
        await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeFalse();

        (await Store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Delivered);
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Outcome.Should().Be(AttemptOutcome.Success);
    }

    [Fact]
    public async Task Of_concurrent_settlements_of_one_claim_exactly_one_takes_effect()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlements = Enumerable.Range(0, 16).Select(_ => TestData.Settlement(claim, DeliveryStatus.Delivered, Store.Now)).ToList();

        var effects = await Together.RunAsync(
            settlements.Count, async i => (await Store.Deliveries.SettleAsync(settlements[i], CancellationToken.None)).IsStored);

        effects.Should().ContainSingle(took => took);
        var attempts = await Store.AttemptsAsync(claim.Id);
        attempts.Should().ContainSingle(a => a.Outcome == AttemptOutcome.Success)
            .Which.Id.Should().Be(settlements[Array.IndexOf(effects, true)].Attempt.Id);
        attempts.Count(a => a.Outcome == AttemptOutcome.Stale).Should().Be(15);
    }

    [Fact]
    public async Task A_released_delivery_is_as_it_was_before_and_its_token_is_worthless()
    {
        var subscription = await Store.SubscribeAsync();
        var first = await Store.EnqueueAndClaimAsync(subscription);
        await Store.SettleAsync(first, DeliveryStatus.Scheduled, Store.Now);
        var before = await Store.FindAsync(first.Id);
        var second = await Store.ClaimOneAsync();

        (await Store.Deliveries.ReleaseAsync(second.Id, second.ClaimNo, CancellationToken.None)).Should().BeTrue();

        (await Store.FindAsync(first.Id)).Should().Be(before);
        (await Store.AttemptsAsync(first.Id)).Should().ContainSingle();
        (await Store.Deliveries.ReleaseAsync(second.Id, second.ClaimNo, CancellationToken.None)).Should().BeFalse();
        (await Store.SettleAsync(second, DeliveryStatus.Delivered)).Should().BeFalse();
        var third = await Store.ClaimOneAsync();
        third.ClaimNo.Should().BeGreaterThan(second.ClaimNo);
        third.Should().BeEquivalentTo(second, options => options.Including(c => c.Attempts).Including(c => c.Failures).Including(c => c.DueAt));
    }

    [Fact]
    public async Task Releasing_needs_the_token_and_a_delivery_that_exists()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());

        (await Store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo + 1, CancellationToken.None)).Should().BeFalse();
        (await Store.Deliveries.ReleaseAsync(TestData.NewId(), claim.ClaimNo, CancellationToken.None)).Should().BeFalse();

        (await Store.StatsAsync()).Processing.Should().Be(1);
    }

    [Fact]
    public async Task A_settlement_that_is_cancelled_beforehand_throws_and_keeps_the_claim()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Delivered, Store.Now);

        var settle = async () => await Store.Deliveries.SettleAsync(settlement, new CancellationToken(canceled: true));

        await settle.Should().ThrowAsync<OperationCanceledException>();
        (await Store.AttemptsAsync(claim.Id)).Should().BeEmpty();
        (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeTrue();
    }
}

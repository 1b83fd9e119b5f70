using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Cancelling: for good, whatever the delivery was about to do, unless it was delivered.</summary>
public abstract class DeliveryCancelConformance : StoreConformance
{
    [Fact]
    public async Task What_waits_is_cancelled_and_never_claimed()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 3);
        var before = await Store.FindAsync(ids[1]);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        (await Store.CancelAsync(ids[1])).Should().Be(CancelResult.Cancelled);

        (await Store.FindAsync(ids[1])).Should().Be(before with
        {
            Status = DeliveryStatus.Cancelled,
            NextAttempt = null,
            CompletedAt = Store.Now,
        });
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(Pending: 2, 0, 0, 0, 0, Cancelled: 1));
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().Equal(ids[0], ids[2]);
    }

    [Fact]
    public async Task What_is_cancelled_is_not_waited_for()
    {
        var subscription = await Store.SubscribeAsync();
        var first = (await Store.EnqueueAsync(Store.Now.AddMinutes(5), subscription))[0];
        await Store.EnqueueAsync(Store.Now.AddMinutes(7), subscription);
        (await Store.ClaimAsync()).NextDueAt.Should().Be(Store.Now.AddMinutes(5));

        await Store.CancelAsync(first);

        (await Store.ClaimAsync()).NextDueAt.Should().Be(Store.Now.AddMinutes(7));
    }

    [Fact]
    public async Task What_waits_for_a_retry_keeps_its_attempts_and_its_error()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now.AddHours(1), "timeout");

        await Store.CancelAsync(claim.Id);

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(
            new { Status = DeliveryStatus.Cancelled, Attempts = 1, Failures = 1, LastError = "timeout" });
        (await Store.AttemptsAsync(claim.Id)).Should().ContainSingle();
        Store.Time.Advance(TimeSpan.FromDays(1));
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1));
    }

    [Fact]
    public async Task What_is_held_is_cancelled_and_no_resume_brings_it_back()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 2);
        var paused = await Store.PauseAsync(subscription);

        (await Store.CancelAsync(ids[0])).Should().Be(CancelResult.Cancelled);

        await Store.ResumeAsync(paused);
        (await Store.ClaimOneAsync()).Id.Should().Be(ids[1]);
    }

    [Fact]
    public async Task What_is_dead_is_cancelled_and_cannot_be_restarted()
    {
        var dead = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        (await Store.CancelAsync(dead.Id)).Should().Be(CancelResult.Cancelled);

        (await Store.FindAsync(dead.Id)).Should().BeEquivalentTo(
            new { Status = DeliveryStatus.Cancelled, CompletedAt = (DateTimeOffset?)Store.Now, LastError = "http_5xx" });
        (await Store.RestartAsync(dead.Id)).Should().Be(RestartResult.NotDead);
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1));
    }

    [Fact]
    public async Task What_is_delivered_cannot_be_cancelled()
    {
        var delivered = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Delivered);
        var before = await Store.FindAsync(delivered.Id);

        (await Store.CancelAsync(delivered.Id)).Should().Be(CancelResult.AlreadyDelivered);

        (await Store.FindAsync(delivered.Id)).Should().Be(before);
    }

    [Fact]
    public async Task What_is_unknown_is_not_found() =>
        (await Store.CancelAsync(TestData.NewId())).Should().Be(CancelResult.NotFound);

    [Fact]
    public async Task Cancelling_twice_changes_nothing()
    {
        var id = (await Store.EnqueueAsync(Store.Now, await Store.SubscribeAsync()))[0];
        await Store.CancelAsync(id);
        var before = await Store.FindAsync(id);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        (await Store.CancelAsync(id)).Should().Be(CancelResult.Cancelled);

        (await Store.FindAsync(id)).Should().Be(before);
        (await Store.StatsAsync()).Cancelled.Should().Be(1);
    }

    [Fact]
    public async Task What_is_being_sent_shows_as_cancelled_at_once()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        (await Store.CancelAsync(claim.Id)).Should().Be(CancelResult.Cancelled);
        (await Store.CancelAsync(claim.Id)).Should().Be(CancelResult.Cancelled);

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(new
        {
            Status = DeliveryStatus.Cancelled,
            NextAttempt = (DateTimeOffset?)null,
            CompletedAt = (DateTimeOffset?)Store.Now,
        });
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Status = DeliveryStatus.Cancelled })).Should().Equal(claim.Id);
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Status = DeliveryStatus.Claimed })).Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1));
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered, DeliveryStatus.Delivered, AttemptOutcome.Success)]
    [InlineData(DeliveryStatus.Dead, DeliveryStatus.Cancelled, AttemptOutcome.Dead)]
    [InlineData(DeliveryStatus.Scheduled, DeliveryStatus.Cancelled, AttemptOutcome.Failure)]
    public async Task The_attempt_under_way_is_recorded_as_it_went_and_only_a_success_counts(
        DeliveryStatus settled, DeliveryStatus expected, AttemptOutcome outcome)
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SettleAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Scheduled, Store.Now);
        var claim = await Store.ClaimOneAsync();
        await Store.CancelAsync(claim.Id);
        var cancelledAt = Store.Now;

        (await Store.SettleAsync(claim, settled, Store.Now)).Should().BeTrue();

        var found = await Store.FindAsync(claim.Id);
        found.Should().BeEquivalentTo(new { Status = expected, Attempts = 2, NextAttempt = (DateTimeOffset?)null });
        found.CompletedAt.Should().Be(expected == DeliveryStatus.Cancelled ? cancelledAt : Store.Now);
        (await Store.AttemptsAsync(claim.Id)).Select(a => (a.Number, a.Outcome)).Should().Equal((2, outcome), (1, AttemptOutcome.Failure));
        (await Store.ClaimAsync()).Should().BeEquivalentTo(new { NextDueAt = (DateTimeOffset?)null, Deliveries = Array.Empty<object>() });
        (await Store.StatsAsync()).Should().Be(expected == DeliveryStatus.Cancelled
            ? new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1)
            : new DeliveryStats(0, 0, 0, Completed: 1, 0, 0));
    }

    [Fact]
    public async Task What_is_given_back_stays_cancelled_without_an_attempt()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        await Store.CancelAsync(claim.Id);
        var before = await Store.FindAsync(claim.Id);

        (await Store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None)).Should().BeTrue();

        (await Store.FindAsync(claim.Id)).Should().Be(before);
        (await Store.AttemptsAsync(claim.Id)).Should().BeEmpty();
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeFalse();
    }

    [Fact]
    public async Task A_cancelled_send_takes_its_place_among_the_subscriptions_sends_until_it_ends()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 2);
        var claim = (await Store.ClaimAsync(maxPerSubscription: 1)).Deliveries.Single();
        await Store.CancelAsync(claim.Id);
        (await Store.ClaimAsync(maxPerSubscription: 1)).Deliveries.Should().BeEmpty();

        await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now);

        (await Store.ClaimAsync(maxPerSubscription: 1)).Deliveries.Single().Id.Should().Be(ids[1]);
    }

    [Fact]
    public async Task A_deletion_leaves_what_was_cancelled()
    {
        var subscription = await Store.SubscribeAsync();
        var claim = await Store.EnqueueAndClaimAsync(subscription);
        await Store.CancelAsync(claim.Id);
        var before = await Store.FindAsync(claim.Id);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        await Store.DeleteAsync(subscription);
        await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now);

        (await Store.FindAsync(claim.Id)).Should().BeEquivalentTo(new { Status = DeliveryStatus.Cancelled, before.CompletedAt });
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 1));
    }

    [Fact]
    public async Task Concurrent_cancels_and_settlements_agree()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 40);
        var claims = (await Store.ClaimAsync()).Deliveries;
        var settlements = claims.Select((c, i) => TestData.Settlement(
            c, i % 2 == 0 ? DeliveryStatus.Delivered : DeliveryStatus.Scheduled, Store.Now, Store.Now)).ToList();

        var results = await Together.RunAsync(20, async worker =>
        {
            var cancels = new List<(Guid Id, CancelResult Result)>();
            foreach (var i in worker < 10 ? Enumerable.Range(worker * 4, 4) : Enumerable.Range((worker - 10) * 4, 4))
            {
                if (worker < 10)
                {
                    (await Store.Deliveries.SettleAsync(settlements[i], CancellationToken.None)).IsStored.Should().BeTrue();
                }
                else
                {
                    cancels.Add((claims[i].Id, await Store.CancelAsync(claims[i].Id)));
                }
            }

            return cancels;
        });

        // A success stands, whoever was first; whatever else happened, nothing is left to do.
        foreach (var (id, result) in results.SelectMany(r => r))
        {
            var succeeded = (await Store.AttemptsAsync(id)).Should().ContainSingle().Subject.Outcome == AttemptOutcome.Success;
            (await Store.FindAsync(id)).Status.Should().Be(succeeded ? DeliveryStatus.Delivered : DeliveryStatus.Cancelled);
            (succeeded || result == CancelResult.Cancelled).Should().BeTrue();
        }

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, Completed: 20, 0, Cancelled: 20));
    }

    [Fact]
    public async Task Concurrent_cancels_and_claims_agree()
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 60);

        var claimed = await Together.RunAsync(6, async worker =>
        {
            var mine = new List<ClaimedDelivery>();
            foreach (var id in ids.Skip(worker * 20).Take(20))
            {
                await Store.CancelAsync(id);
            }

            while (worker >= 3 && (await Store.ClaimAsync(max: 5, maxPerSubscription: 1000)).Deliveries is { Count: > 0 } batch)
            {
                mine.AddRange(batch);
            }

            return mine;
        });

        (await Store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 0, 0, Cancelled: 60));
        foreach (var claim in claimed.SelectMany(c => c))
        {
            (await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now)).Should().BeTrue();
        }

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.DeliveryIdsAsync(new DeliveryFilter { Status = DeliveryStatus.Cancelled })).Should().Equal(ids);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_cancels_nothing()
    {
        var id = (await Store.EnqueueAsync(Store.Now, await Store.SubscribeAsync()))[0];

        var cancel = async () => await Store.Deliveries.CancelAsync(id, new CancellationToken(canceled: true));

        await cancel.Should().ThrowAsync<OperationCanceledException>();
        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }
}

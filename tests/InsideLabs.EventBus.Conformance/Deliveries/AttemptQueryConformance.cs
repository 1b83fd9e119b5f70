using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>The audit: every attempt is there, whole, newest first.</summary>
public abstract class AttemptQueryConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_store_has_no_attempts()
    {
        (await ListAsync(AttemptFilter.All)).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_field_of_an_attempt_survives()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Scheduled, Store.Now, Store.Now);
        var attempt = settlement.Attempt with
        {
            StatusCode = 429,
            Code = "http_429",
            Response = "slow down: ü 🚀 'quoted' \"twice\"\r\n" + new string('x', 16_000),
            Warnings = ["first warning", "second: ü, with 'quotes'", ""],
            StartedAt = Store.Now.AddMilliseconds(1),
            Duration = TimeSpan.FromMilliseconds(30_001),
        };

        await Store.Deliveries.SettleAsync(settlement with { Attempt = attempt }, CancellationToken.None);

        ShouldBe((await ListAsync(AttemptFilter.All)).Should().ContainSingle().Subject, attempt);
    }

    [Fact]
    public async Task An_attempt_with_nothing_to_say_survives()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Delivered, Store.Now);
        var attempt = settlement.Attempt with { StatusCode = null, Code = null, Response = null, Warnings = [], Duration = TimeSpan.Zero };

        await Store.Deliveries.SettleAsync(settlement with { Attempt = attempt }, CancellationToken.None);

        ShouldBe((await ListAsync(AttemptFilter.All)).Should().ContainSingle().Subject, attempt);
    }

    [Fact]
    public async Task A_stale_attempt_differs_from_what_was_reported_by_its_outcome_alone()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        var settlement = TestData.Settlement(claim, DeliveryStatus.Dead, Store.Now) with { ClaimNo = claim.ClaimNo + 1 };

        await Store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        ShouldBe(
            (await ListAsync(AttemptFilter.All)).Should().ContainSingle().Subject,
            settlement.Attempt with { Outcome = AttemptOutcome.Stale });
    }

    [Fact]
    public async Task The_attempts_of_a_delivery_are_numbered_without_a_hole_and_listed_newest_first()
    {
        var claim = await Store.EnqueueAndClaimAsync(await Store.SubscribeAsync());
        for (var i = 0; i < 4; i++)
        {
            await Store.SettleAsync(claim, DeliveryStatus.Scheduled, Store.Now);
            claim = await Store.ClaimOneAsync();
            await Store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None);
            claim = await Store.ClaimOneAsync();
        }

        await Store.SettleAsync(claim, DeliveryStatus.Delivered);

        var attempts = await Store.AttemptsAsync(claim.Id);
        attempts.Select(a => a.Number).Should().Equal(5, 4, 3, 2, 1);
        attempts.Select(a => a.Id).Should().BeInDescendingOrder();
        attempts[0].Outcome.Should().Be(AttemptOutcome.Success);
    }

    [Fact]
    public async Task A_delivery_a_subscription_and_an_outcome_select_theirs()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var first = await AttemptAsync(await Store.EnqueueAndClaimAsync(a), DeliveryStatus.Delivered);
        var second = await AttemptAsync(await Store.EnqueueAndClaimAsync(b), DeliveryStatus.Dead);
        var third = await AttemptAsync(await Store.EnqueueAndClaimAsync(a), DeliveryStatus.Dead);

        (await IdsAsync(AttemptFilter.All)).Should().Equal(third.Id, second.Id, first.Id);
        (await IdsAsync(new AttemptFilter { DeliveryId = second.DeliveryId })).Should().Equal(second.Id);
        (await IdsAsync(new AttemptFilter { SubscriptionId = a.Id })).Should().Equal(third.Id, first.Id);
        (await IdsAsync(new AttemptFilter { Outcome = AttemptOutcome.Dead })).Should().Equal(third.Id, second.Id);
        (await IdsAsync(new AttemptFilter { Outcome = AttemptOutcome.Dead, SubscriptionId = b.Id })).Should().Equal(second.Id);
        (await IdsAsync(new AttemptFilter { Outcome = AttemptOutcome.Lost })).Should().BeEmpty();
        (await IdsAsync(new AttemptFilter { DeliveryId = TestData.NewId() })).Should().BeEmpty();
    }

    [Fact]
    public async Task An_occurrence_selects_its_own_over_all_its_deliveries_and_pages()
    {
        Subscription[] subscriptions = [await Store.SubscribeAsync(), await Store.SubscribeAsync(), await Store.SubscribeAsync()];
        var (mine, other) = (TestData.Event("mine"), TestData.Event("Mine"));
        await Store.CommitAsync(TestData.Item(mine, subscriptions), TestData.Item(other, subscriptions));
        var expected = new List<Guid>();
        foreach (var claim in (await Store.ClaimAsync()).Deliveries)
        {
            var attempt = await AttemptAsync(claim, claim.SubscriptionId == subscriptions[0].Id ? DeliveryStatus.Dead : DeliveryStatus.Delivered);
            if (string.Equals(claim.Occurrence.Id, mine.Id, StringComparison.Ordinal))
            {
                expected.Insert(0, attempt.Id);
            }
        }

        var filter = new AttemptFilter { OccurrenceId = mine.Id };
        expected.Should().HaveCount(3);
        (await IdsAsync(filter)).Should().Equal(expected);
        (await PagesAsync(filter with { Limit = 1 })).Should().Equal(expected);
        (await PagesAsync(filter with { Limit = 2 })).Should().Equal(expected);
        (await IdsAsync(filter with { Outcome = AttemptOutcome.Dead })).Should().ContainSingle();
        (await IdsAsync(filter with { SubscriptionId = subscriptions[1].Id })).Should().ContainSingle();
        (await IdsAsync(new AttemptFilter { OccurrenceId = "MINE" })).Should().BeEmpty();
    }

    [Fact]
    public async Task The_attempts_of_an_occurrence_are_found_after_its_deliveries_were_purged()
    {
        var claim = await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Delivered);
        await Store.EndOneAsync(await Store.SubscribeAsync(), DeliveryStatus.Dead);
        await Store.PurgeAsync(DeliveryStatus.Delivered);

        (await ListAsync(new AttemptFilter { OccurrenceId = claim.Occurrence.Id })).Should().ContainSingle()
            .Which.DeliveryId.Should().Be(claim.Id);
    }

    [Fact]
    public async Task Since_includes_its_instant_and_until_does_not()
    {
        var subscription = await Store.SubscribeAsync();
        var attempts = new List<DeliveryAttempt>();
        for (var i = 0; i < 4; i++)
        {
            attempts.Add(await AttemptAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Delivered));
            Store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await IdsAsync(new AttemptFilter { Since = attempts[1].StartedAt })).Should().Equal(attempts[3].Id, attempts[2].Id, attempts[1].Id);
        (await IdsAsync(new AttemptFilter { Until = attempts[1].StartedAt })).Should().Equal(attempts[0].Id);
        (await IdsAsync(new AttemptFilter { Since = attempts[1].StartedAt, Until = attempts[3].StartedAt }))
            .Should().Equal(attempts[2].Id, attempts[1].Id);
        (await IdsAsync(new AttemptFilter { Since = attempts[0].StartedAt.ToOffset(TimeSpan.FromHours(9)), Limit = 1 }))
            .Should().Equal(attempts[3].Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_cover_everything_once_newest_first(int limit)
    {
        var subscription = await Store.SubscribeAsync();
        for (var i = 0; i < 7; i++)
        {
            await AttemptAsync(await Store.EnqueueAndClaimAsync(subscription), i % 2 == 0 ? DeliveryStatus.Delivered : DeliveryStatus.Dead);
        }

        var all = await IdsAsync(AttemptFilter.All);
        all.Should().HaveCount(7);
        (await PagesAsync(new AttemptFilter { Limit = limit })).Should().Equal(all);
        (await PagesAsync(new AttemptFilter { Limit = limit, Outcome = AttemptOutcome.Dead })).Should().Equal(all[1], all[3], all[5]);
    }

    [Fact]
    public async Task The_attempts_of_a_deleted_subscription_are_still_listed()
    {
        var subscription = await Store.SubscribeAsync();
        var attempt = await AttemptAsync(await Store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Delivered);

        await Store.DeleteAsync(subscription);

        (await IdsAsync(new AttemptFilter { SubscriptionId = subscription.Id })).Should().Equal(attempt.Id);
    }

    private static void ShouldBe(DeliveryAttempt actual, DeliveryAttempt expected)
    {
        actual.Warnings.Should().Equal(expected.Warnings);
        (actual with { Warnings = [] }).Should().Be(expected with { Warnings = [] });
    }

    private async Task<DeliveryAttempt> AttemptAsync(ClaimedDelivery claim, DeliveryStatus status)
    {
        var settlement = TestData.Settlement(claim, status, Store.Now);
        (await Store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeTrue();
        return settlement.Attempt;
    }

    private ValueTask<IReadOnlyList<DeliveryAttempt>> ListAsync(AttemptFilter filter) =>
        Store.Deliveries.ListAttemptsAsync(filter, CancellationToken.None);

    private async Task<List<Guid>> IdsAsync(AttemptFilter filter) => [.. (await ListAsync(filter)).Select(a => a.Id)];

    private async Task<List<Guid>> PagesAsync(AttemptFilter filter)
    {
        var (found, page) = (new List<Guid>(), await IdsAsync(filter));
        while (page.Count > 0)
        {
            page.Should().HaveCountLessThanOrEqualTo(filter.Limit!.Value);
            found.Should().NotIntersectWith(page);
            found.AddRange(page);
            page = await IdsAsync(filter with { After = page[^1] });
        }

        return found;
    }
}

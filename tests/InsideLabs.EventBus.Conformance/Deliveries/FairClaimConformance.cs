using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Fair claiming: no backlog and no hanging endpoint delays the other subscriptions.</summary>
public abstract class FairClaimConformance : StoreConformance
{
    [Fact]
    public async Task One_claim_is_shared_by_the_subscriptions_that_have_due_deliveries()
    {
        var (crowded, quiet) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueManyAsync(crowded, 50);
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await Store.EnqueueManyAsync(quiet, 2);

        var claimed = (await Store.ClaimAsync(max: 4)).Deliveries;

        claimed.Should().HaveCount(4);
        claimed.Where(d => d.SubscriptionId == quiet.Id).Select(d => d.Id).Should().Equal(late);
    }

    [Fact]
    public async Task Claims_of_one_at_a_time_take_turns()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueManyAsync(a, 10);
        await Store.EnqueueManyAsync(b, 10);

        var served = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            var claim = (await Store.ClaimAsync(max: 1)).Deliveries.Should().ContainSingle().Subject;
            served.Add(claim.SubscriptionId);
            await Store.SettleAsync(claim, DeliveryStatus.Delivered);
        }

        served.Count(id => id == a.Id).Should().Be(3);
        served.Count(id => id == b.Id).Should().Be(3);
    }

    [Fact]
    public async Task What_a_subscription_leaves_over_goes_to_the_others()
    {
        var (crowded, quiet) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueManyAsync(crowded, 20);
        await Store.EnqueueManyAsync(quiet, 1);

        var claimed = (await Store.ClaimAsync(max: 10)).Deliveries;

        claimed.Count(d => d.SubscriptionId == crowded.Id).Should().Be(9);
        claimed.Count(d => d.SubscriptionId == quiet.Id).Should().Be(1);
    }

    [Fact]
    public async Task A_subscription_has_no_more_claimed_than_allowed_over_all_claims()
    {
        var (hanging, healthy) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueManyAsync(hanging, 10);
        (await Store.ClaimAsync(maxPerSubscription: 3)).Deliveries.Should().HaveCount(3);
        await Store.EnqueueManyAsync(healthy, 2);

        var claimed = (await Store.ClaimAsync(maxPerSubscription: 3)).Deliveries;

        claimed.Should().HaveCount(2).And.OnlyContain(d => d.SubscriptionId == healthy.Id);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Dead)]
    [InlineData(DeliveryStatus.Scheduled)]
    public async Task A_settlement_makes_room_for_the_next(DeliveryStatus status)
    {
        var subscription = await Store.SubscribeAsync();
        var ids = await Store.EnqueueManyAsync(subscription, 3);
        var claimed = (await Store.ClaimAsync(maxPerSubscription: 2)).Deliveries;
        claimed.Select(d => d.Id).Should().Equal(ids[0], ids[1]);

        await Store.SettleAsync(claimed[0], status, Store.Now.AddHours(1));

        (await Store.ClaimAsync(maxPerSubscription: 2)).Deliveries.Select(d => d.Id).Should().Equal(ids[2]);
    }

    [Fact]
    public async Task A_release_makes_room_for_the_next()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 3);
        var claimed = (await Store.ClaimAsync(maxPerSubscription: 2)).Deliveries;

        await Store.Deliveries.ReleaseAsync(claimed[0].Id, claimed[0].ClaimNo, CancellationToken.None);

        (await Store.ClaimAsync(maxPerSubscription: 2)).Deliveries.Should().ContainSingle();
    }

    [Fact]
    public async Task A_stale_settlement_makes_no_room()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueManyAsync(subscription, 2);
        var claim = (await Store.ClaimAsync(maxPerSubscription: 1)).Deliveries.Should().ContainSingle().Subject;

        await Store.SettleAsync(claim with { ClaimNo = claim.ClaimNo + 1 }, DeliveryStatus.Delivered);

        (await Store.ClaimAsync(maxPerSubscription: 1)).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_full_subscription_waits_for_a_settlement_and_not_for_time()
    {
        var (full, other) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.EnqueueManyAsync(full, 3);
        (await Store.ClaimAsync(maxPerSubscription: 1)).NextDueAt.Should().BeNull();

        await Store.EnqueueAsync(Store.Now.AddMinutes(5), other);

        (await Store.ClaimAsync(maxPerSubscription: 1)).NextDueAt.Should().Be(Store.Now.AddMinutes(5));
    }

    [Fact]
    public async Task Of_many_subscriptions_every_one_gets_its_turn()
    {
        var subscriptions = new List<Subscription>();
        for (var i = 0; i < 20; i++)
        {
            subscriptions.Add(await Store.SubscribeAsync());
            await Store.EnqueueManyAsync(subscriptions[i], 5);
        }

        var served = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var claimed = (await Store.ClaimAsync(max: 5)).Deliveries;
            served.AddRange(claimed.Select(d => d.SubscriptionId));
            foreach (var claim in claimed)
            {
                await Store.SettleAsync(claim, DeliveryStatus.Delivered);
            }
        }

        served.Should().BeEquivalentTo(subscriptions.Select(s => s.Id));
    }
}

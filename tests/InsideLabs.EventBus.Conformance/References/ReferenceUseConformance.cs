using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>What is referred to stays, and nothing is stored that refers to what is gone.</summary>
public abstract class ReferenceUseConformance : StoreConformance
{
    public static TheoryData<ReferenceKind> Kinds() => new(Enum.GetValues<ReferenceKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_subscription_names_stays_until_the_subscription_is_deleted(ReferenceKind kind)
    {
        var used = await Store.CreateKindAsync();
        var one = await Store.SubscribeAsync(TestData.Subscription(used.ThisOrigin));
        var two = await Store.PauseAsync(await Store.SubscribeAsync(TestData.Subscription(used.ThisOrigin)));

        (await Store.DeleteAsync(kind, used.Of(kind).Id)).Should().Be(ReferenceResult.InUse);
        await Store.DeleteAsync(one);
        (await Store.DeleteAsync(kind, used.Of(kind).Id)).Should().Be(ReferenceResult.InUse);
        (await Store.FindAsync(kind, used.Of(kind).Id)).Should().Be(used.Of(kind));
        await Store.DeleteAsync(two);

        (await Store.DeleteAsync(kind, used.Of(kind).Id)).Should().Be(ReferenceResult.Done);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_an_interaction_was_recorded_with_stays_for_good(ReferenceKind kind)
    {
        var used = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(used.AnyOrigin));
        await Store.CommitAsync(TestData.Item(used.Interaction(), subscription));
        await Store.SettleAsync(await Store.ClaimOneAsync(), DeliveryStatus.Delivered);
        await Store.PurgeAsync(DeliveryStatus.Delivered);
        await Store.DeleteAsync(subscription);

        (await Store.DeleteAsync(kind, used.Of(kind).Id)).Should().Be(ReferenceResult.InUse);

        (await Store.FindAsync(kind, used.Of(kind).Id)).Should().Be(used.Of(kind));
    }

    [Fact]
    public async Task Only_what_is_named_is_in_use()
    {
        var (used, free) = (await Store.CreateKindAsync(), await Store.CreateKindAsync());
        await Store.SubscribeAsync(TestData.Subscription(used.AnyOrigin));
        await Store.CommitAsync(TestData.Item(TestData.Interaction(used.ResourceType, used.Action)));

        foreach (var kind in Enum.GetValues<ReferenceKind>())
        {
            (await Store.DeleteAsync(kind, free.Of(kind).Id)).Should().Be(ReferenceResult.Done);
        }

        (await Store.DeleteAsync(ReferenceKind.Origin, used.Origin.Id)).Should().Be(ReferenceResult.Done, "any origin names none");
    }

    [Fact]
    public async Task An_item_of_another_kind_with_the_same_id_is_not_in_use()
    {
        var used = await Store.CreateKindAsync();
        await Store.CreateAsync(ReferenceKind.Action, used.ResourceType);
        await Store.CreateAsync(ReferenceKind.Origin, used.ResourceType);
        await Store.SubscribeAsync(TestData.Subscription(used.ThisOrigin));
        await Store.CommitAsync(TestData.Item(used.Interaction(), []));

        (await Store.DeleteAsync(ReferenceKind.Action, used.ResourceType.Id)).Should().Be(ReferenceResult.Done);
        (await Store.DeleteAsync(ReferenceKind.Origin, used.ResourceType.Id)).Should().Be(ReferenceResult.Done);
        (await Store.DeleteAsync(ReferenceKind.ResourceType, used.ResourceType.Id)).Should().Be(ReferenceResult.InUse);
    }

    [Fact]
    public async Task What_a_subscription_no_longer_names_may_go()
    {
        var (old, next) = (await Store.CreateKindAsync(), await Store.CreateKindAsync());
        var subscription = await Store.SubscribeAsync(TestData.Subscription(old.ThisOrigin));

        await Store.SaveAsync(subscription with { Match = new SubscriptionMatch(next.ThisOrigin) }, subscription.Version);

        foreach (var kind in Enum.GetValues<ReferenceKind>())
        {
            (await Store.DeleteAsync(kind, old.Of(kind).Id)).Should().Be(ReferenceResult.Done);
            (await Store.DeleteAsync(kind, next.Of(kind).Id)).Should().Be(ReferenceResult.InUse);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_in_use_may_be_renamed_and_stays_in_use(ReferenceKind kind)
    {
        var used = await Store.CreateKindAsync();
        await Store.CommitAsync(TestData.Item(used.Interaction()));
        var renamed = used.Of(kind) with { Mnemonic = "RENAMED" };

        (await Store.References.SaveAsync(kind, renamed, isNew: false, CancellationToken.None)).Should().Be(ReferenceResult.Done);

        (await Store.DeleteAsync(kind, renamed.Id)).Should().Be(ReferenceResult.InUse);
        (await Store.CommitAsync(TestData.Item(used.Interaction()))).Receipts.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_subscription_to_something_that_is_not_there_is_refused_and_changes_nothing(ReferenceKind kind)
    {
        var known = await Store.CreateKindAsync();
        var subscription = TestData.Subscription(known.With(kind, TestData.Reference()).ThisOrigin);
        var stored = await Store.SubscribeAsync(TestData.Subscription(known.ThisOrigin));

        var create = async () => await Store.SaveAsync(subscription, expectedVersion: 0);
        var change = async () => await Store.SaveAsync(stored with { Match = subscription.Match }, stored.Version, QueueEffect.Hold);

        (await create.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.ReferenceUnknown);
        (await change.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.ReferenceUnknown);
        (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None)).Should().BeNull();
        (await Store.FindSubscriptionAsync(stored.Id)).ShouldBe(stored);
        (await Store.VersionAsync()).Should().Be(stored.Version);
        var id = (await Store.EnqueueAsync(Store.Now, stored))[0];
        (await Store.ClaimOneAsync()).Id.Should().Be(id, "the refused change has held nothing");
    }

    [Fact]
    public async Task An_old_version_is_told_before_an_unknown_reference()
    {
        var subscription = TestData.Subscription(new InteractionMatch(TestData.NewId(), TestData.NewId(), OriginId: null));

        (await Store.SaveAsync(subscription, expectedVersion: 7)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_a_deletion_and_a_subscription_at_once_never_both_succeed(ReferenceKind kind)
    {
        for (var round = 0; round < 12; round++)
        {
            var named = await Store.CreateKindAsync();
            var subscription = TestData.Subscription(named.ThisOrigin);

            var done = await Together.RunAsync(2, async i => i == 0
                ? await Store.DeleteAsync(kind, named.Of(kind).Id) == ReferenceResult.Done
                : await Store.TrySubscribeAsync(subscription) is not null);

            done.Should().ContainSingle(d => d, "exactly one of the two can win");
            (await Store.FindAsync(kind, named.Of(kind).Id) is not null).Should().Be(done[1]);
            (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None) is not null).Should().Be(done[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_a_deletion_and_a_recording_at_once_never_both_succeed(ReferenceKind kind)
    {
        for (var round = 0; round < 12; round++)
        {
            var named = await Store.CreateKindAsync();
            var commit = new OccurrenceCommit(0, [TestData.Item(named.Interaction())]);

            var done = await Together.RunAsync(2, async i => i == 0
                ? await Store.DeleteAsync(kind, named.Of(kind).Id) == ReferenceResult.Done
                : (await Store.Deliveries.CommitAsync(commit, CancellationToken.None)).Receipts is not null);

            done.Should().ContainSingle(d => d, "exactly one of the two can win");
            (await Store.FindAsync(kind, named.Of(kind).Id) is not null).Should().Be(done[1]);
        }
    }
}

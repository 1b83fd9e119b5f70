using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.References;

/// <summary>Units that share a transaction see each other in their order, and what fails leaves no trace in memory.</summary>
public sealed class ReferenceBatchTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_first_of_a_deletion_and_a_recording_in_one_transaction_wins()
    {
        var store = _file.Open();
        var (deleted, recorded) = (await store.CreateKindAsync(), await store.CreateKindAsync());
        var version = await store.VersionAsync();
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var deletion = store.DeleteAsync(ReferenceKind.Action, deleted.Action.Id).AsTask();
        var tooLate = CommitAsync(store, version, TestData.Item(deleted.Interaction()));
        var recording = CommitAsync(store, version, TestData.Item(recorded.Interaction()));
        var refused = store.DeleteAsync(ReferenceKind.Action, recorded.Action.Id).AsTask();
        await pause.EndAsync();

        (await deletion).Should().Be(ReferenceResult.Done);
        (await tooLate).MissingReferences.Should().Equal(0);
        (await recording).Receipts.Should().ContainSingle();
        (await refused).Should().Be(ReferenceResult.InUse);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task The_first_of_a_deletion_and_a_subscription_in_one_transaction_wins()
    {
        var store = _file.Open();
        var (deleted, named) = (await store.CreateKindAsync(), await store.CreateKindAsync());
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var deletion = store.DeleteAsync(ReferenceKind.Origin, deleted.Origin.Id).AsTask();
        var tooLate = store.TrySubscribeAsync(TestData.Subscription(deleted.ThisOrigin));
        var subscription = TestData.Subscription(named.ThisOrigin);
        var subscribing = store.TrySubscribeAsync(subscription);
        var refused = store.DeleteAsync(ReferenceKind.Origin, named.Origin.Id).AsTask();
        await pause.EndAsync();

        (await deletion).Should().Be(ReferenceResult.Done);
        (await tooLate).Should().BeNull();
        (await refused).Should().Be(ReferenceResult.InUse);
        (await store.FindSubscriptionAsync(subscription.Id)).ShouldBe(subscription with { Version = (await subscribing)!.Value });
        (await store.VersionAsync()).Should().Be(1, "a refused subscription takes no version");
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_recording_that_failed_leaves_what_it_named_deletable()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();
        var subscription = await store.SubscribeAsync();
        var taken = TestData.Item(TestData.Event(), subscription).WithRows();
        await store.CommitAsync(taken);
        var bad = new NewOccurrence(kind.Interaction(), taken.Deliveries);

        var record = async () => await CommitAsync(store, subscription.Version, bad);

        await record.Should().ThrowAsync<EventBusStoreException>().WithMessage("*UNIQUE*");
        (await store.DeleteAsync(ReferenceKind.ResourceType, kind.ResourceType.Id)).Should().Be(ReferenceResult.Done);
        (await CommitAsync(store, subscription.Version, TestData.Item(kind.Interaction()))).MissingReferences.Should().Equal(0);
    }

    [Fact]
    public async Task A_recording_that_succeeded_is_remembered_for_this_item_alone()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();
        await store.CommitAsync(TestData.Item(kind.Interaction()));

        // The same ids in another kind were never created.
        var swapped = TestData.Interaction(kind.Action, kind.ResourceType);

        (await store.CommitAsync(TestData.Item(swapped))).MissingReferences.Should().Equal(0);
        (await store.CommitAsync(TestData.Item(kind.Interaction()))).Receipts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_config_that_changes_in_a_transaction_reaches_who_inherits_later_in_it()
    {
        var store = _file.Open();
        var subscriber = await store.CreateAsync(TestData.Subscriber());
        var heir = TestData.Subscription(subscriber, inherits: true);
        var early = await store.SubscribeAsync(TestData.Subscription(subscriber, inherits: true));
        var config = """{"new":true}"""u8.ToArray();
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var change = store.ChangeAsync(subscriber with { Config = config }).AsTask();
        var outdated = store.SaveAsync(early, early.Version).AsTask();
        var subscribing = store.SubscribeAsync(heir);
        var stale = CommitAsync(store, early.Version, TestData.Item(TestData.Event(), early));
        await pause.EndAsync();

        (await change).Should().Be(ReferenceResult.Done);
        (await outdated).Should().BeNull();
        (await store.FindSubscriptionAsync(heir.Id)).ShouldBe(await subscribing with { Config = config });
        (await stale).Stale!.Items.Select(i => i.State!.Config.Span.SequenceEqual(config)).Should().Equal(true, true);
        (await store.ClaimAsync()).SubscriptionsVersion.Should().Be((await subscribing).Version);
    }

    [Fact]
    public async Task An_item_with_the_id_of_zeros_is_listed_like_any_other()
    {
        var store = _file.Open();
        var first = await store.CreateAsync(ReferenceKind.Action, TestData.Reference() with { Id = Guid.Empty });
        var subscriber = await store.CreateAsync(TestData.Subscriber() with { Id = Guid.Empty });

        (await store.References.ListAsync(ReferenceKind.Action, limit: 1, after: null, CancellationToken.None)).Should().Equal(first);
        (await store.References.ListSubscribersAsync(limit: 1, after: null, CancellationToken.None)).Should().ContainSingle(s => s.Id == subscriber.Id);
        (await store.References.ListAsync(ReferenceKind.Action, limit: 1, after: Guid.Empty, CancellationToken.None)).Should().BeEmpty();
    }

    private static Task<CommitResult> CommitAsync(StoreUnderTest store, long version, NewOccurrence item) =>
        store.Deliveries.CommitAsync(new OccurrenceCommit(version, [item]), CancellationToken.None).AsTask();
}

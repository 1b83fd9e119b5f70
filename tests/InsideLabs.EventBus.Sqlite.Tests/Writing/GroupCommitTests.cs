using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Sqlite.Tests.Writing;

public sealed class GroupCommitTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task What_waits_together_shares_one_transaction()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        using var pause = await WriterPause.BeginAsync(_file.Database);
        var before = _file.Database.Writer.Commits;

        var commits = Enumerable.Range(0, 200)
            .Select(_ => CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription)))
            .ToList();
        await pause.EndAsync();

        (await Task.WhenAll(commits)).Should().OnlyContain(r => r.Receipts!.Count == 1);
        (_file.Database.Writer.Commits - before).Should().Be(2, "the pause was one and the 200 another");
    }

    [Fact]
    public async Task A_unit_that_contradicts_the_store_fails_alone()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var taken = TestData.Item(TestData.Event(), subscription).WithRows();
        await store.CommitAsync(taken);
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var bad = new NewOccurrence(TestData.Event(), taken.Deliveries);
        var before = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription));
        var failing = CommitAsync(store, subscription.Version, bad);
        var after = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription));
        await pause.EndAsync();

        (await before).Receipts.Should().ContainSingle();
        (await after).Receipts.Should().ContainSingle();
        var wait = async () => await failing;
        (await wait.Should().ThrowAsync<EventBusStoreException>().WithMessage("*UNIQUE*")).Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
        (await store.Deliveries.FindOccurrenceAsync(bad.Occurrence.Id, CancellationToken.None)).Should().BeNull();
        (await store.ClaimAsync()).Deliveries.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_batch_sees_its_own_units_in_their_order()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var first = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event("same"), subscription));
        var duplicate = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event("same"), subscription));
        var conflict = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event("same", payload: """{"a":1}"""), subscription));
        var paused = store.PauseAsync(subscription);
        var stale = CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription));
        await pause.EndAsync();

        (await first).Receipts.Should().Equal(new CommitReceipt(1, IsDuplicate: false));
        (await duplicate).Receipts.Should().Equal(new CommitReceipt(1, IsDuplicate: true));
        (await conflict).Conflicts.Should().Equal(0);
        (await stale).Stale!.Version.Should().Be((await paused).Version);
    }

    [Fact]
    public async Task Of_two_settlements_of_a_claim_in_one_transaction_the_second_is_stale()
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await store.SubscribeAsync());
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var first = store.SettleAsync(claim, DeliveryStatus.Scheduled, store.Now.AddHours(1));
        var second = store.SettleAsync(claim, DeliveryStatus.Delivered);
        var release = store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None);
        await pause.EndAsync();

        (await first).Should().BeTrue();
        (await second).Should().BeFalse();
        (await release).Should().BeFalse();
        (await store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Scheduled);
    }

    [Fact]
    public async Task A_deletion_cancels_what_is_settled_later_in_the_same_transaction()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var claim = await store.EnqueueAndClaimAsync(subscription);
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var deletion = store.DeleteAsync(subscription);
        var settlement = store.SettleAsync(claim, DeliveryStatus.Scheduled, store.Now);
        await pause.EndAsync();

        await deletion;
        (await settlement).Should().BeTrue();
        (await store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Cancelled);
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task After_admission_cancellation_is_ignored()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        using var cancellation = new CancellationTokenSource();
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var commit = new OccurrenceCommit(subscription.Version, [TestData.Item(TestData.Event(), subscription)]);
        var admitted = store.Deliveries.CommitAsync(commit, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await pause.EndAsync();

        (await admitted).Receipts.Should().ContainSingle();
    }

    [Fact]
    public async Task The_idle_signal_knows_what_the_writer_has_in_hand()
    {
        var store = _file.Open();
        await store.SubscribeAsync();
        await _file.Idle.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        using var pause = await WriterPause.BeginAsync(_file.Database);
        _file.Idle.IsIdle.Should().BeFalse();

        await pause.EndAsync();

        await _file.Idle.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _file.Idle.IsIdle.Should().BeTrue();
    }

    [Fact]
    public async Task Closing_does_what_was_admitted_and_refuses_the_rest()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        using var pause = await WriterPause.BeginAsync(_file.Database);
        var admitted = Enumerable.Range(0, 50)
            .Select(_ => CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription)))
            .ToList();

        var closing = Task.Run(_file.Close);
        await pause.EndAsync();
        await closing.WaitAsync(TimeSpan.FromSeconds(30));

        (await Task.WhenAll(admitted)).Should().OnlyContain(r => r.Receipts!.Count == 1);
        var late = () => CommitAsync(store, subscription.Version, TestData.Item(TestData.Event(), subscription));
        (await late.Should().ThrowAsync<EventBusStoreException>().WithMessage("*closed*")).Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
        (await _file.Open().StatsAsync()).Pending.Should().Be(50);
    }

    private static Task<CommitResult> CommitAsync(StoreUnderTest store, long version, NewOccurrence item) =>
        store.Deliveries.CommitAsync(new OccurrenceCommit(version, [item]), CancellationToken.None).AsTask();
}

using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>Numbers in one file have no gap: they are taken in the transaction that stores them, and written with its commit.</summary>
public sealed class InteractionNumberTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Numbers_begin_at_1_and_have_no_gap_over_concurrent_commits()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();

        var numbers = await Together.RunAsync(16, async i =>
        {
            var mine = new List<long?>();
            for (var n = 0; n < 20; n++)
            {
                NewOccurrence[] items = [.. Enumerable.Range(0, 1 + (n % 3)).Select(_ => TestData.Item(kind.Interaction()))];
                mine.AddRange((await store.CommitAsync(items)).Receipts!.Select(r => r.Number));
                await store.CommitAsync(TestData.Item(kind.With(ReferenceKind.Action, TestData.Reference()).Interaction()));
            }

            return mine;
        });

        var all = numbers.SelectMany(n => n).Order().ToList();
        all.Should().Equal(Enumerable.Range(1, all.Count).Select(n => (long?)n));
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_batch_that_is_replayed_takes_its_numbers_anew()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();
        var subscription = await store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var taken = TestData.Item(kind.Interaction(), subscription).WithRows();
        await store.CommitAsync(taken);
        using var pause = await WriterPause.BeginAsync(_file.Database);

        // Its number is taken before a row of its delivery is refused.
        var bad = new NewOccurrence(kind.Interaction(), taken.Deliveries);
        NewOccurrence[] good = [.. Enumerable.Range(0, 3).Select(_ => TestData.Item(kind.Interaction(), subscription))];
        var first = CommitAsync(store, subscription, good[0]);
        var failing = CommitAsync(store, subscription, bad);
        var rest = CommitAsync(store, subscription, good[1], good[2]);
        await pause.EndAsync();

        var wait = async () => await failing;
        await wait.Should().ThrowAsync<EventBusStoreException>().WithMessage("*UNIQUE*");
        (await first).Receipts!.Select(r => r.Number).Should().Equal(2);
        (await rest).Receipts!.Select(r => r.Number).Should().Equal(3, 4);
        (await store.CommitAsync(TestData.Item(bad.Occurrence, subscription))).Receipts!.Single().Number.Should().Be(5);
        foreach (var (item, number) in good.Zip([2L, 3L, 4L]))
        {
            (await store.Deliveries.FindOccurrenceAsync(item.Occurrence.Id, CancellationToken.None))!.Interaction.Number.Should().Be(number);
        }

        (await store.ClaimAsync()).Deliveries.Select(d => d.Occurrence.Interaction.Number).Should().BeEquivalentTo([1L, 2L, 3L, 4L, 5L]);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_full_disk_costs_no_number()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();
        await store.CommitAsync(TestData.Item(kind.Interaction()));
        await LimitPagesAsync(most: null);

        var record = () => store.CommitAsync([.. Enumerable.Range(0, 300).Select(_ => TestData.Item(kind.Interaction()))]);

        (await record.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreFull);
        await LimitPagesAsync(most: 1_000_000);
        (await record()).Receipts!.Select(r => r.Number).Should().Equal(Enumerable.Range(2, 300).Select(n => (long?)n));
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_number_is_not_used_again_when_nothing_is_left_of_its_interaction()
    {
        var store = _file.Open();
        var kind = await store.CreateKindAsync();
        var subscription = await store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        for (var i = 0; i < 3; i++)
        {
            await store.CommitAsync(TestData.Item(kind.Interaction(), subscription));
            await store.SettleAsync(await store.ClaimOneAsync(), DeliveryStatus.Delivered);
        }

        (await store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(3);
        await ScopeProbe.RunAsync(_file.Database, scope =>
        {
            foreach (var table in new[] { "occurrences", "purged_deliveries", "attempts" })
            {
                using var delete = scope.Session.Prepare($"DELETE FROM {table}");
                delete.Run().Should().BePositive();
            }
        });

        (await NextNumberAsync(store, kind)).Should().Be(4);
        (await NextNumberAsync(_file.Open(), kind)).Should().Be(5);
    }

    [Fact]
    public async Task Events_leave_the_counter_alone()
    {
        var store = _file.Open();
        await ScopeProbe.RunAsync(_file.Database, scope => Counter.Save(scope.Session, Counter.InteractionNumber, 41));

        await store.CommitAsync(TestData.Item(TestData.Event()), TestData.Item(TestData.Event()));
        await store.CommitAsync(TestData.Item(TestData.Event()));

        await ScopeProbe.RunAsync(_file.Database, scope => Counter.Read(scope.Session, Counter.InteractionNumber).Should().Be(41));
        (await NextNumberAsync(store, await store.CreateKindAsync())).Should().Be(42);
    }

    private static async Task<long?> NextNumberAsync(StoreUnderTest store, InteractionKind kind) =>
        (await store.CommitAsync(TestData.Item(kind.Interaction()))).Receipts!.Single().Number;

    private static Task<CommitResult> CommitAsync(StoreUnderTest store, Subscription subscription, params NewOccurrence[] items) =>
        store.Deliveries.CommitAsync(new OccurrenceCommit(subscription.Version, items), CancellationToken.None).AsTask();

    private Task LimitPagesAsync(long? most) => ScopeProbe.RunAsync(_file.Database, scope =>
    {
        var pages = most ?? Pragmas.ReadNumber(scope.Session, "page_count");
        using var limit = scope.Session.Prepare($"PRAGMA max_page_count = {pages}");
        limit.ReadFirst(static row => row.Long(0)).Should().Be(pages);
    });
}

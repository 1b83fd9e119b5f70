using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Deliveries;
using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>Deliveries that stand in their occurrence's row only, and what a start makes of them.</summary>
public sealed class FreshDeliveryTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(300)]
    public void A_column_holds_what_was_written(int count)
    {
        QueuedDelivery[] written =
        [
            .. Enumerable.Range(0, count).Select(i => new QueuedDelivery
            {
                Id = Guid.NewGuid(),
                SubscriptionId = Guid.NewGuid(),
                Adapter = i % 2 == 0 ? "adapter:webhook" : "adapter:größer",
                RetryAt = long.MaxValue - i,
                DueAt = long.MaxValue - i,
                OccurrenceNo = 7,
            }),
        ];
        var column = new byte[written.Sum(FreshColumn.SizeOf)];
        FreshColumn.Write(written, column);

        FreshColumn.Read(7, column).Should().BeEquivalentTo(written, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task What_is_made_and_delivered_at_once_writes_two_rows()
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await store.SubscribeAsync());
        await store.SettleAsync(claim, DeliveryStatus.Delivered);

        (await CountAsync("occurrences")).Should().Be(1);
        (await CountAsync("delivered_at_once")).Should().Be(1);
        (await CountAsync("deliveries")).Should().Be(0);
        (await CountAsync("attempts")).Should().Be(0);
        (await store.FindAsync(claim.Id)).Should().BeEquivalentTo(new { Status = DeliveryStatus.Delivered, Attempts = 1, Failures = 0 });
        (await store.AttemptsAsync(claim.Id)).Should().ContainSingle().Which.Number.Should().Be(1);
    }

    [Fact]
    public async Task A_start_gives_a_row_to_what_was_only_remembered()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var delivered = await store.EnqueueAndClaimAsync(subscription);
        await store.SettleAsync(delivered, DeliveryStatus.Delivered);
        var failed = await store.EnqueueAndClaimAsync(subscription);
        await store.SettleAsync(failed, DeliveryStatus.Dead);
        var claimed = await store.EnqueueAndClaimAsync(subscription);
        var waiting = await store.EnqueueManyAsync(subscription, 3);
        (await CountAsync("deliveries")).Should().Be(1, "only what failed has a row");

        store = _file.Open();

        (await CountAsync("deliveries")).Should().Be(1 + 1 + 3);
        (await store.ClaimAsync()).Deliveries.Select(d => d.Id).Should().BeEquivalentTo([claimed.Id, .. waiting]);
        (await store.FindAsync(delivered.Id)).Status.Should().Be(DeliveryStatus.Delivered);
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);
        store = _file.Open();
        (await CountAsync("deliveries")).Should().Be(1 + 1 + 3, "a second start finds nothing more to do");
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Cancelled)]
    public async Task What_was_purged_does_not_come_back_with_a_start(DeliveryStatus end)
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var other = await store.EnqueueAsync(store.Now, subscription);
        var claim = (await store.EnqueueAsync(store.Now, subscription))[0];
        if (end == DeliveryStatus.Cancelled)
        {
            (await store.CancelAsync(claim)).Should().Be(CancelResult.Cancelled);
        }
        else
        {
            var claims = (await store.ClaimAsync()).Deliveries;
            await store.SettleAsync(claims.Single(c => c.Id == claim), DeliveryStatus.Delivered);
        }

        store.Time.Advance(TimeSpan.FromMinutes(1));
        (await store.Deliveries.PurgeAsync(new PurgeRequest(end, store.Now, 10), CancellationToken.None)).Should().Be(1);
        await store.Deliveries.PurgeAttemptsAsync(Guid.AllBitsSet, 10, CancellationToken.None);

        store = _file.Open();

        (await store.DeliveryIdsAsync(DeliveryFilter.All)).Should().Equal(other);
        await SqliteIntegrity.AssertAsync(_file.Database, isPurged: true);
    }

    [Fact]
    public async Task What_stays_behind_gets_its_row_so_that_a_start_has_little_to_look_through()
    {
        var store = _file.Open();
        var slow = await store.SubscribeAsync();
        var late = await store.EnqueueAndClaimAsync(slow);
        var waiting = (await store.EnqueueAsync(store.Now, slow))[0];
        for (var i = 0; i <= FreshDeliveries.MostBehind / 500; i++)
        {
            await store.CommitAsync([.. Enumerable.Range(0, 500).Select(_ => TestData.Item(TestData.Event()))]);
        }

        (await CountAsync("deliveries")).Should().Be(2);
        await store.CommitAsync(TestData.Item(TestData.Event()));
        (await ReadMarkAsync()).Should().BeGreaterThan(FreshDeliveries.MostBehind);
        (await store.SettleAsync(late, DeliveryStatus.Delivered)).Should().BeTrue();
        (await CountAsync("delivered_at_once")).Should().Be(0, "its row is written already");
        (await store.ClaimOneAsync()).Id.Should().Be(waiting);
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task What_gets_its_row_while_it_waits_beyond_the_horizon_is_claimed_once()
    {
        _file.Limits = LaneLimits.Default with { PerLane = 16 };
        var store = _file.Open();
        var slow = await store.SubscribeAsync();
        var remembered = await store.EnqueueManyAsync(slow, 16);

        // Due before all of them, and there is no room: from here on the lane reads what is due first.
        var first = TestData.Delivery(slow, store.Now.AddMinutes(-1)).WithRow();
        await store.CommitAsync(new NewOccurrence(TestData.Event(), [first]));
        for (var i = 0; i <= FreshDeliveries.MostBehind / 500; i++)
        {
            await store.CommitAsync([.. Enumerable.Range(0, 500).Select(_ => TestData.Item(TestData.Event()))]);
        }

        (await CountAsync("deliveries")).Should().Be(1 + 16, "all have their rows now");
        var claimed = new List<ClaimedDelivery>();
        while ((await store.ClaimAsync(max: 3, maxPerSubscription: 100)).Deliveries is { Count: > 0 } some)
        {
            claimed.AddRange(some);
        }

        claimed.Select(c => c.Id).Should().BeEquivalentTo([first.Id, .. remembered]);
        foreach (var claim in claimed)
        {
            (await store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();
        }

        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_batch_with_a_used_id_leaves_nothing_behind()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        await store.CommitAsync(TestData.Item(TestData.Event("used"), subscription));
        NewOccurrence[] batch =
        [
            TestData.Item(TestData.Event(), subscription),
            TestData.Item(TestData.Event("used", payload: """{"other":1}"""), subscription),
        ];

        (await store.CommitAsync(batch)).Conflicts.Should().Equal(1);
        (await CountAsync("occurrences")).Should().Be(1);
        batch[1] = TestData.Item(TestData.Event("used"), subscription);
        (await store.CommitAsync(batch)).Receipts!.Select(r => r.IsDuplicate).Should().Equal(false, true);

        (await store.ClaimAsync()).Deliveries.Should().HaveCount(2);
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task Ten_thousand_deliveries_of_one_event_are_one_row()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var deliveries = Enumerable.Range(0, 10_000)
            .Select(_ => TestData.Delivery(subscription, store.Now) with { SubscriptionId = Guid.NewGuid() }).ToArray();

        (await store.CommitAsync(new NewOccurrence(TestData.Event(), deliveries))).Receipts![0].Deliveries.Should().Be(10_000);

        (await CountAsync("deliveries")).Should().Be(0);
        (await store.DeliveryIdsAsync(DeliveryFilter.All)).Should().BeEquivalentTo(deliveries.Select(d => d.Id));
        (await store.ClaimAsync(max: 20_000)).Deliveries.Should().HaveCount(10_000);
    }

    private Task<long> CountAsync(string table) => AskAsync($"SELECT COUNT(*) FROM {table}");

    private Task<long> ReadMarkAsync() => AskAsync("SELECT value FROM counters WHERE name = 'fresh_from'");

    private async Task<long> AskAsync(string sql)
    {
        var answer = 0L;
        await ScopeProbe.RunAsync(_file.Database, scope =>
        {
            using var statement = scope.Session.Prepare(sql);
            answer = statement.ReadFirst(static row => row.Long(0));
        });
        return answer;
    }
}

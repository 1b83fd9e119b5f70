using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>Re-planning beside the rest of its transaction, and of more than stands in memory.</summary>
public sealed class ReplanTests : IDisposable
{
    private readonly SqliteFile _file = new() { Limits = LaneLimits.Default with { PerLane = 16 } };

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Within_one_transaction_each_operation_sees_the_replannings_before_it()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        await store.EnqueueManyAsync(subscription, 5);
        var claims = (await store.ClaimAsync()).Deliveries;
        var (start, dueAt) = (store.Now, store.Now.AddHours(9));
        using var pause = await WriterPause.BeginAsync(_file.Database);

        // Deferred, settled and released before; then re-planned; then deferred and settled with a plan that was made before.
        var before = new[]
        {
            store.DeferAsync(claims[0], dueAt, subscription.Version).AsTask(),
            store.RetryAsync(claims[1], start.AddMinutes(5), dueAt, subscription.Version),
        };
        var replanned = store.Subscriptions.SaveAsync(PlanOperations.Replanning(subscription, static at => at.AddDays(1)), CancellationToken.None).AsTask();
        var after = new[]
        {
            store.DeferAsync(claims[2], dueAt, subscription.Version).AsTask(),
            store.RetryAsync(claims[3], start.AddMinutes(5), dueAt, subscription.Version),
            store.ReleaseAsync(claims[4]).AsTask(),
        };
        await pause.EndAsync();

        (await replanned).Should().Be(subscription.Version + 1);
        (await Task.WhenAll(before.Concat(after))).Should().AllBeEquivalentTo(true);
        var dueTimes = new List<DateTimeOffset?>();
        foreach (var claim in claims)
        {
            dueTimes.Add(await store.DueAtAsync(claim.Id));
        }

        dueTimes.Should().Equal(start.AddDays(1), start.AddDays(1).AddMinutes(5), start, start.AddMinutes(5), start.AddDays(1));
        await ExpectClaimsByDueTimeAsync(store);
    }

    [Fact]
    public async Task A_replanning_that_fails_leaves_the_rest_of_its_transaction_and_no_mark()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        await store.EnqueueManyAsync(subscription, 2);
        var claims = (await store.ClaimAsync()).Deliveries;
        var dueAt = store.Now.AddHours(9);
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var failing = store.Subscriptions.SaveAsync(
            PlanOperations.Replanning(subscription, static _ => throw new InvalidOperationException("no plan")), CancellationToken.None).AsTask();
        var deferred = store.DeferAsync(claims[0], dueAt, subscription.Version).AsTask();
        var settled = store.RetryAsync(claims[1], store.Now, dueAt, subscription.Version);
        await pause.EndAsync();

        await failing.Invoking(f => f).Should().ThrowAsync<InvalidOperationException>().WithMessage("no plan");
        (await Task.WhenAll(deferred, settled)).Should().AllBeEquivalentTo(true);
        (await store.DueAtAsync(claims[0].Id)).Should().Be(dueAt);
        (await store.DueAtAsync(claims[1].Id)).Should().Be(dueAt);
        (await store.VersionAsync()).Should().Be(subscription.Version);
    }

    [Fact]
    public async Task Within_one_transaction_streaks_follow_the_order_of_the_operations()
    {
        var store = _file.Open();
        var (subscription, deleted) = (await store.SubscribeAsync(), await store.SubscribeAsync());
        await store.EnqueueManyAsync(subscription, 5);
        await store.EnqueueManyAsync(deleted, 2);
        var claims = (await store.ClaimAsync()).Deliveries.ToLookup(d => d.SubscriptionId);
        var (own, others) = (claims[subscription.Id].ToList(), claims[deleted.Id].ToList());
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var results = new List<Task<SettleResult>>
        {
            Settle(own[0], DeliveryStatus.Dead),
            Settle(own[1], DeliveryStatus.Dead),
            Settle(own[2], DeliveryStatus.Delivered),
            Settle(own[3], DeliveryStatus.Dead),
            Settle(others[0], DeliveryStatus.Dead),
        };
        var deletion = store.DeleteAsync(deleted);
        results.Add(Settle(others[1], DeliveryStatus.Dead));
        await pause.EndAsync();
        await deletion;

        (await Task.WhenAll(results)).Select(r => r.Streak?.Failures).Should().Equal(1, 2, null, 1, 1, null);
        (await (await AgainAsync(store))).Streak!.Value.Failures.Should().Be(2, "the success stood before the last failure");
        await SqliteIntegrity.AssertAsync(_file.Database);

        Task<SettleResult> Settle(ClaimedDelivery claim, DeliveryStatus status) =>
            store.Deliveries.SettleAsync(TestData.Settlement(claim, status, store.Now), CancellationToken.None).AsTask();

        async Task<Task<SettleResult>> AgainAsync(StoreUnderTest again)
        {
            await again.ReleaseAsync(own[4]);
            return Settle(await again.ClaimOneAsync(), DeliveryStatus.Dead);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backlog_beyond_the_horizon_is_replanned_and_only_rows_that_change_are_written(bool held)
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        for (var i = 0; i < 4; i++)
        {
            await store.EnqueueManyAsync(subscription, 50);
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await store.ClaimAsync(max: 20)).Deliveries.Should().HaveCount(20);
        subscription = held ? await store.PauseAsync(subscription) : subscription;
        var opens = TestData.Start.AddMinutes(2);
        var calls = new List<DateTimeOffset>();
        var changesBefore = await CountChangesAsync();
        var fresh = 0;
        await ScopeProbe.RunAsync(_file.Database, scope => fresh = scope.Fresh.Count);
        subscription = await store.ReplanAsync(subscription, retryAt =>
        {
            calls.Add(retryAt);
            return retryAt < opens ? opens : retryAt;
        });

        calls.Should().OnlyHaveUniqueItems().And.HaveCount(4);
        (await CountChangesAsync() - changesBefore).Should().Be(1 + fresh + 100, "the subscription changed, what had no row got one, and what was due too early changed");
        _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(16);
        _ = held ? await store.ResumeAsync(subscription) : subscription;
        await ExpectClaimsByDueTimeAsync(store, alreadyClaimed: 20);
    }

    private async Task<long> CountChangesAsync()
    {
        var changes = 0L;
        await ScopeProbe.RunAsync(_file.Database, scope =>
        {
            using var total = scope.Session.Prepare("SELECT total_changes()");
            changes = total.ReadFirst(static row => row.Long(0));
        });
        return changes;
    }

    private async Task ExpectClaimsByDueTimeAsync(StoreUnderTest store, int alreadyClaimed = 0)
    {
        store.Time.Advance(TimeSpan.FromDays(3));
        var waiting = (await store.Deliveries.ListDeliveriesAsync(
            new DeliveryFilter { Status = DeliveryStatus.Scheduled }, CancellationToken.None)).OrderBy(d => d.NextAttempt).ThenBy(d => d.Id).ToList();

        var claimed = (await store.ClaimAsync(10_000, 10_000)).Deliveries;

        claimed.Select(d => (d.Id, (DateTimeOffset?)d.DueAt)).Should().Equal(waiting.Select(d => (d.Id, d.NextAttempt)));
        (await store.StatsAsync()).Processing.Should().Be(claimed.Count + alreadyClaimed);
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }
}

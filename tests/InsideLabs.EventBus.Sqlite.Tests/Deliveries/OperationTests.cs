using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>What an operator did survives the process, and the lanes know of it whether a delivery stands in memory or not.</summary>
public sealed class OperationTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(AdapterNames.Webhook)]
    [InlineData(AdapterNames.Handler)]
    public async Task A_crash_does_not_bring_back_what_was_cancelled_while_it_was_sent(string adapter)
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await store.SubscribeAsync(TestData.Subscription() with { Adapter = adapter }));
        await store.CancelAsync(claim.Id);
        var before = await store.FindAsync(claim.Id);

        store = _file.Open();

        (await store.FindAsync(claim.Id)).Should().Be(before).And.BeEquivalentTo(new { Status = DeliveryStatus.Cancelled, Attempts = 0 });
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await store.AttemptsAsync(claim.Id)).Should().BeEmpty();
        (await store.StatsAsync()).Should().Be(default(DeliveryStats) with { Cancelled = 1 });
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_restart_survives_the_process_and_its_tokens_go_on()
    {
        var store = _file.Open();
        var dead = await store.EndOneAsync(await store.SubscribeAsync(), DeliveryStatus.Dead);
        await store.RestartAsync(dead.Id);
        var before = await store.FindAsync(dead.Id);

        store = _file.Open();

        (await store.FindAsync(dead.Id)).Should().Be(before);
        (await store.StatsAsync()).Should().Be(default(DeliveryStats) with { Retry = 1 });
        var again = await store.ClaimOneAsync();
        again.ClaimNo.Should().BeGreaterThan(dead.ClaimNo);
        again.Should().BeEquivalentTo(new { dead.Id, Attempts = 1, Failures = 0 });
        (await store.SettleAsync(again, DeliveryStatus.Delivered)).Should().BeTrue();
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_handler_that_was_given_up_as_a_crash_loop_starts_innocent_again()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync(TestData.Subscription() with { Adapter = AdapterNames.Handler });
        var id = (await store.EnqueueAsync(store.Now, subscription))[0];
        for (var i = 0; i < 3; i++)
        {
            await store.ClaimOneAsync();
            store = _file.Open();
        }

        (await store.RestartAsync(id)).Should().Be(RestartResult.Restarted);

        (await store.FindAsync(id)).Should().BeEquivalentTo(new { Crashes = 0, Attempts = 3, Status = DeliveryStatus.Scheduled });
        var claim = await store.ClaimOneAsync();
        claim.Should().BeEquivalentTo(new { Crashes = 0, Attempts = 3 });
        (await store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue();
        (await store.AttemptsAsync(id)).Select(a => a.Number).Order().Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task A_cancelled_suspect_lets_the_other_handlers_go()
    {
        var store = _file.Open();
        var handler = TestData.Subscription() with { Adapter = AdapterNames.Handler };
        var (a, b) = (await store.SubscribeAsync(handler), await store.SubscribeAsync(handler with { Id = TestData.NewId() }));
        await store.EnqueueAndClaimAsync(a);
        store = _file.Open();
        var suspect = await store.ClaimOneAsync();
        await store.Deliveries.ReleaseAsync(suspect.Id, suspect.ClaimNo, CancellationToken.None);
        var paused = await store.PauseAsync(a);
        await store.EnqueueAndClaimAsync(b);
        await store.ResumeAsync(paused);
        var waiting = (await store.EnqueueAsync(store.Now, b))[0];
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty("a handler runs, and the next turn is the suspect's");

        await store.CancelAsync(suspect.Id);

        (await store.ClaimOneAsync()).Id.Should().Be(waiting);
    }

    [Fact]
    public async Task A_purge_survives_the_process_and_the_file_stays_sound()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var gone = await store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        await store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var attempts = await store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None);
        (await store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(1);

        store = _file.Open();

        (await store.Deliveries.FindDeliveryAsync(gone.Id, CancellationToken.None)).Should().BeNull();
        (await store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None))
            .Should().BeEquivalentTo(attempts, options => options.WithStrictOrdering());
        (await store.StatsAsync()).Should().Be(default(DeliveryStats) with { Failed = 1 });
        (await store.SettleAsync(gone, DeliveryStatus.Delivered)).Should().BeFalse();
        (await store.AttemptsAsync(gone.Id)).Select(a => a.Outcome).Should().Equal(AttemptOutcome.Stale, AttemptOutcome.Success);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task What_is_cancelled_or_restarted_beyond_the_horizon_is_so_when_its_turn_comes()
    {
        _file.Limits = LaneLimits.Default with { PerLane = 16 };
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var dead = await store.EndOneAsync(subscription, DeliveryStatus.Dead);
        var ids = await store.EnqueueManyAsync(subscription, 100);
        var cancelled = ids.Where((_, i) => i % 3 == 0).ToList();
        foreach (var id in cancelled)
        {
            (await store.CancelAsync(id)).Should().Be(CancelResult.Cancelled);
        }

        await store.Deliveries.RestartAsync(dead.Id, store.Now, store.Now.AddSeconds(1), subscription.Version, CancellationToken.None);
        _file.Database.Lanes.WaitingInMemory.Should().BeLessThanOrEqualTo(16);
        store.Time.Advance(TimeSpan.FromSeconds(1));

        (await store.ClaimAsync(max: 1000, maxPerSubscription: 1000)).Deliveries.Select(d => d.Id)
            .Should().Equal([.. ids.Except(cancelled), dead.Id]);
    }

    [Fact]
    public async Task Within_one_transaction_each_operation_sees_those_before_it()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var (first, second, third) = (
            await store.EnqueueAndClaimAsync(subscription),
            await store.EnqueueAndClaimAsync(subscription),
            await store.EnqueueAndClaimAsync(subscription));
        using var pause = await WriterPause.BeginAsync(_file.Database);

        // Dead, restarted, cancelled; cancelled and then failed; cancelled and then delivered.
        var settled = Settle(first, DeliveryStatus.Dead);
        var restarted = store.RestartAsync(first.Id).AsTask();
        var restartedTwice = store.RestartAsync(first.Id).AsTask();
        var cancelled = new[] { first, second, third }.Select(c => store.CancelAsync(c.Id).AsTask()).ToList();
        var (failed, delivered) = (Settle(second, DeliveryStatus.Scheduled), Settle(third, DeliveryStatus.Delivered));
        var tooLate = store.CancelAsync(third.Id).AsTask();
        await pause.EndAsync();

        (await settled).IsStored.Should().BeTrue();
        (await restarted).Should().Be(RestartResult.Restarted);
        (await restartedTwice).Should().Be(RestartResult.NotDead);
        (await Task.WhenAll(cancelled)).Should().AllBeEquivalentTo(CancelResult.Cancelled);
        (await failed).IsStored.Should().BeTrue();
        (await delivered).IsStored.Should().BeTrue();
        (await tooLate).Should().Be(CancelResult.AlreadyDelivered);
        (await store.StatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, Completed: 1, 0, Cancelled: 2));
        (await store.ClaimAsync()).Should().BeEquivalentTo(new { NextDueAt = (DateTimeOffset?)null, Deliveries = Array.Empty<object>() });
        await RowCounting.AssertAsync(_file.Database);
        await SqliteIntegrity.AssertAsync(_file.Database);

        Task<SettleResult> Settle(ClaimedDelivery claim, DeliveryStatus status) => store.Deliveries.SettleAsync(
            TestData.Settlement(claim, status, store.Now, store.Now), CancellationToken.None).AsTask();
    }

    [Fact]
    public async Task The_count_is_right_when_it_is_first_asked_for_late()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        await store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        await store.EndOneAsync(subscription, DeliveryStatus.Dead);
        await store.EnqueueManyAsync(subscription, 3);

        // What happens before the first question is in the file and in what the lanes have counted, and must not count twice.
        store = _file.Open();
        await store.EnqueueManyAsync(subscription, 2);
        await store.SettleAsync((await store.ClaimAsync(max: 1)).Deliveries.Single(), DeliveryStatus.Delivered);
        await store.ClaimAsync(max: 1);

        (await store.StatsAsync()).Should().Be(new DeliveryStats(Pending: 3, Processing: 1, 0, Completed: 2, Failed: 1, 0));
        await store.EnqueueManyAsync(subscription, 1);
        (await store.StatsAsync()).Pending.Should().Be(4);
        await RowCounting.AssertAsync(_file.Database);
    }
}

using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>What the next start makes of handlers' deliveries that the process died with. Closing stands for dying: it settles nothing.</summary>
public sealed class HandlerCrashTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_attempt_is_lost_and_the_delivery_is_due_now()
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await HandlerAsync(store));
        _file.Time.Advance(TimeSpan.FromMinutes(3));

        var again = _file.Open();

        var found = await again.FindAsync(claim.Id);
        found.Should().BeEquivalentTo(new
        {
            Status = DeliveryStatus.Scheduled,
            Attempts = 1,
            Failures = 0,
            Crashes = 1,
            NextAttempt = (DateTimeOffset?)again.Now,
            LastError = (string?)null,
        });
        var lost = (await again.AttemptsAsync(claim.Id)).Should().ContainSingle().Subject;
        lost.Should().BeEquivalentTo(new { Number = 1, Outcome = AttemptOutcome.Lost, Adapter = AdapterNames.Handler, StartedAt = again.Now });
        var second = await again.ClaimOneAsync();
        second.ClaimNo.Should().BeGreaterThan(claim.ClaimNo);
        second.Crashes.Should().Be(1);
    }

    [Fact]
    public async Task The_third_crash_ends_the_delivery()
    {
        var store = _file.Open();
        var id = (await store.EnqueueAsync(store.Now, await HandlerAsync(store)))[0];
        for (var i = 0; i < 3; i++)
        {
            (await store.ClaimOneAsync()).Crashes.Should().Be(i);
            store = _file.Open();
        }

        var found = await store.FindAsync(id);
        found.Status.Should().Be(DeliveryStatus.Dead);
        found.LastError.Should().Be(ErrorCodes.CrashLoop);
        found.CompletedAt.Should().Be(store.Now);
        var attempts = await store.AttemptsAsync(id);
        attempts.OrderBy(a => a.Number).Select(a => (a.Number, a.Outcome, a.Code)).Should().Equal(
            (1, AttemptOutcome.Lost, null),
            (2, AttemptOutcome.Lost, null),
            (3, AttemptOutcome.Dead, ErrorCodes.CrashLoop));
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_real_outcome_makes_it_innocent_and_a_release_does_not(bool released)
    {
        var store = _file.Open();
        await store.EnqueueAndClaimAsync(await HandlerAsync(store));
        store = _file.Open();
        var claim = await store.ClaimOneAsync();

        _ = released
            ? await store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None)
            : await store.SettleAsync(claim, DeliveryStatus.Scheduled, store.Now, ErrorCodes.HandlerFailed);

        (await store.FindAsync(claim.Id)).Crashes.Should().Be(released ? 1 : 0);
        (await store.ClaimOneAsync()).Crashes.Should().Be(released ? 1 : 0);
    }

    [Fact]
    public async Task What_was_released_or_settled_before_the_end_is_no_crash()
    {
        var store = _file.Open();
        var subscription = await HandlerAsync(store);
        var released = await store.EnqueueAndClaimAsync(subscription);
        var settled = await store.EnqueueAndClaimAsync(subscription);
        await store.Deliveries.ReleaseAsync(released.Id, released.ClaimNo, CancellationToken.None);
        await store.SettleAsync(settled, DeliveryStatus.Scheduled, store.Now.AddHours(1), ErrorCodes.HandlerFailed);

        store = _file.Open();

        (await store.FindAsync(released.Id)).Should().BeEquivalentTo(new { Crashes = 0, Attempts = 0 });
        (await store.FindAsync(settled.Id)).Should().BeEquivalentTo(new { Crashes = 0, Attempts = 1 });
    }

    [Fact]
    public async Task What_the_process_died_with_is_no_failure_of_its_subscription()
    {
        var store = _file.Open();
        var subscription = await HandlerAsync(store);
        await store.EnqueueAsync(store.Now, subscription);
        for (var i = 0; i < 3; i++)
        {
            await store.ClaimOneAsync();
            store = _file.Open();
        }

        var settlement = TestData.Settlement(await store.EnqueueAndClaimAsync(subscription), DeliveryStatus.Dead, store.Now);

        (await store.Deliveries.SettleAsync(settlement, CancellationToken.None)).Streak!.Value.Failures.Should().Be(1);
    }

    [Fact]
    public async Task Other_adapters_deliveries_are_not_blamed()
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await store.SubscribeAsync());

        store = _file.Open();

        (await store.FindAsync(claim.Id)).Should().BeEquivalentTo(new { Crashes = 0, Attempts = 0 });
        (await store.AttemptsAsync(claim.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deletion_while_it_ran_leaves_nothing_to_blame()
    {
        var store = _file.Open();
        var subscription = await HandlerAsync(store);
        var claim = await store.EnqueueAndClaimAsync(subscription);
        await store.DeleteAsync(subscription);

        store = _file.Open();

        (await store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Cancelled);
        (await store.AttemptsAsync(claim.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_process_died_with_is_claimed_alone_among_the_handlers()
    {
        var store = _file.Open();
        var (a, b, webhook) = (await HandlerAsync(store), await HandlerAsync(store), await store.SubscribeAsync());
        var suspects = (await store.EnqueueAsync(store.Now, a, b)).ToHashSet();
        (await store.ClaimAsync()).Deliveries.Should().HaveCount(2);
        store = _file.Open();
        var innocent = (await store.EnqueueAsync(store.Now, a))[0];
        var sent = (await store.EnqueueAsync(store.Now, webhook))[0];

        var first = (await store.ClaimAsync()).Deliveries;
        first.Select(d => d.Id).Should().HaveCount(2).And.Contain(sent);
        var suspect = first.Single(d => d.Id != sent);
        suspects.Should().Contain(suspect.Id);
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty("one suspect runs alone");

        await store.SettleAsync(suspect, DeliveryStatus.Delivered);
        var second = (await store.ClaimAsync()).Deliveries.Should().ContainSingle().Subject;
        suspects.Should().Contain(second.Id).And.NotBeEquivalentTo([suspect.Id]);
        await store.SettleAsync(second, DeliveryStatus.Delivered);

        (await store.ClaimOneAsync()).Id.Should().Be(innocent);
    }

    [Fact]
    public async Task A_suspect_waits_for_running_handlers_and_no_further_one_overtakes_it()
    {
        var store = _file.Open();
        var (a, b) = (await HandlerAsync(store), await HandlerAsync(store));
        var suspect = await store.EnqueueAndClaimAsync(a);
        store = _file.Open();
        var retry = await store.ClaimOneAsync();
        await store.Deliveries.ReleaseAsync(retry.Id, retry.ClaimNo, CancellationToken.None);
        var paused = await store.PauseAsync(a);
        var running = await store.EnqueueAndClaimAsync(b);
        await store.ResumeAsync(paused);
        await store.EnqueueAsync(store.Now, b);

        (await store.ClaimAsync()).Deliveries.Should().BeEmpty("a handler runs, and the next turn is the suspect's");
        await store.SettleAsync(running, DeliveryStatus.Delivered);

        (await store.ClaimOneAsync()).Id.Should().Be(suspect.Id);
    }

    [Fact]
    public async Task A_waiting_suspect_that_is_held_or_deleted_lets_the_others_go()
    {
        var store = _file.Open();
        var (a, b) = (await HandlerAsync(store), await HandlerAsync(store));
        await store.EnqueueAndClaimAsync(a);
        store = _file.Open();
        var first = await store.ClaimOneAsync();
        await store.Deliveries.ReleaseAsync(first.Id, first.ClaimNo, CancellationToken.None);
        var paused = await store.PauseAsync(a);
        await store.EnqueueAndClaimAsync(b);
        var resumed = await store.ResumeAsync(paused);
        var waiting = (await store.EnqueueAsync(store.Now, b))[0];
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();

        await store.PauseAsync(resumed);

        (await store.ClaimOneAsync()).Id.Should().Be(waiting);
    }

    private static Task<Subscription> HandlerAsync(StoreUnderTest store) =>
        store.SubscribeAsync(TestData.Subscription() with { Adapter = AdapterNames.Handler });
}

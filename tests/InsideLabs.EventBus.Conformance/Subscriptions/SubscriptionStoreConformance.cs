using System.Collections.Immutable;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Saving and finding: versions decide, and what was saved is what is found.</summary>
public abstract class SubscriptionStoreConformance : StoreConformance
{
    public static TheoryData<string> RetryLadders => new() { "none", "empty", "zero", "full" };

    [Fact]
    public async Task An_unknown_subscription_is_not_found()
    {
        await Store.SubscribeAsync();

        (await FindAsync(TestData.NewId())).Should().BeNull();
    }

    [Fact]
    public async Task A_subscription_is_found_as_it_was_created()
    {
        var stored = await Store.SubscribeAsync();

        (await FindAsync(stored.Id)).ShouldBe(stored);
    }

    [Fact]
    public async Task Every_field_survives()
    {
        var stored = await Store.SubscribeAsync(TestData.Subscription() with
        {
            Match = new SubscriptionMatch(
                [EventPattern.Parse("shared.purchase.completed"), EventPattern.Parse("engagement.*"), EventPattern.Parse("a-b.c_d.*")]),
            Adapter = AdapterNames.Handler,
            Config = "{ \"adapter\" : \"adapter:handler\",\n\t\"n\": 1e400, \"i\": 12345678901234567890123, \"text\": \"ü 🚀 \\u0041\" }"u8.ToArray(),
            SigningSecrets = new SigningSecrets(
                new byte[] { 0, 255, 1, 254 }, new byte[] { 7, 0, 7 }, TestData.Start.AddHours(24).AddMilliseconds(1)),
            Labels = ["zebra", "Alpha", "alpha", " b ", "_-9"],
            RetryDelays = new RetryLadder(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1500), RetryLadder.MaxDelay),
            Status = SubscriptionStatus.Disabled,
            CreatedAt = new DateTimeOffset(2025, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(2026, 2, 28, 0, 0, 0, 1, TimeSpan.Zero),
        });

        (await FindAsync(stored.Id)).ShouldBe(stored);
        (await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Should().ContainSingle().Subject.ShouldBe(stored);
        (await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items.Should().ContainSingle().Subject.State.ShouldBe(stored);
    }

    [Theory]
    [MemberData(nameof(RetryLadders))]
    public async Task A_retry_ladder_that_is_absent_empty_or_given_stays_so(string kind)
    {
        var ladder = kind switch
        {
            "empty" => new RetryLadder(),
            "zero" => new RetryLadder(TimeSpan.Zero),
            "full" => new RetryLadder(Enumerable.Range(1, RetryLadder.MaxDelays).Select(n => TimeSpan.FromSeconds(n))),
            _ => null,
        };

        var stored = await Store.SubscribeAsync(TestData.Subscription() with { RetryDelays = ladder });

        (await FindAsync(stored.Id))!.RetryDelays.Should().Be(ladder);
    }

    [Fact]
    public async Task A_current_secret_without_a_previous_one_survives()
    {
        var stored = await Store.SubscribeAsync(TestData.Subscription() with { SigningSecrets = new SigningSecrets(new byte[] { 1, 2, 3 }) });

        (await FindAsync(stored.Id)).ShouldBe(stored);
    }

    [Fact]
    public async Task An_instant_keeps_its_milliseconds_at_least()
    {
        var whole = TestData.Start.AddMilliseconds(123);
        var stored = await Store.SubscribeAsync(TestData.Subscription() with { CreatedAt = whole.AddTicks(9_999) });

        (await FindAsync(stored.Id))!.CreatedAt.ToUnixTimeMilliseconds().Should().Be(whole.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task The_current_version_replaces_the_whole_state()
    {
        var first = await Store.SubscribeAsync(TestData.Subscription("old") with { SigningSecrets = new SigningSecrets(new byte[] { 1 }) });
        var second = first with
        {
            Labels = ImmutableArray<string>.Empty,
            SigningSecrets = null,
            Config = "{}"u8.ToArray(),
            UpdatedAt = TestData.Start.AddMinutes(1),
        };

        var version = await Store.SaveAsync(second, first.Version);

        version.Should().BeGreaterThan(first.Version);
        (await FindAsync(first.Id)).ShouldBe(second with { Version = version!.Value });
    }

    [Fact]
    public async Task The_version_in_the_state_is_ignored()
    {
        var state = TestData.Subscription() with { Version = 4711 };

        var version = await Store.SaveAsync(state, expectedVersion: 0);

        (await FindAsync(state.Id))!.Version.Should().Be(version!.Value).And.NotBe(4711);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Another_version_than_the_current_one_changes_nothing(int offset)
    {
        await Store.SubscribeAsync();
        var stored = await Store.SubscribeAsync();

        var version = await Store.SaveAsync(stored with { Labels = ["changed"] }, stored.Version + offset);

        version.Should().BeNull();
        (await FindAsync(stored.Id)).ShouldBe(stored);
        (await Store.VersionAsync()).Should().Be(stored.Version);
    }

    [Fact]
    public async Task Creating_what_exists_changes_nothing()
    {
        var stored = await Store.SubscribeAsync();

        (await Store.SaveAsync(stored with { Labels = ["changed"] }, expectedVersion: 0)).Should().BeNull();
        (await FindAsync(stored.Id)).ShouldBe(stored);
    }

    [Fact]
    public async Task Changing_what_does_not_exist_stores_nothing()
    {
        var state = TestData.Subscription();

        (await Store.SaveAsync(state, expectedVersion: 1)).Should().BeNull();
        (await FindAsync(state.Id)).Should().BeNull();
    }

    [Fact]
    public async Task A_version_that_was_once_current_is_refused()
    {
        var first = await Store.SubscribeAsync();
        var second = await Store.PauseAsync(first);

        (await Store.SaveAsync(first, first.Version)).Should().BeNull();
        (await FindAsync(first.Id)).ShouldBe(second);
    }

    [Fact]
    public async Task A_deleted_subscription_is_neither_found_nor_listed()
    {
        var kept = await Store.SubscribeAsync();
        var deleted = await Store.SubscribeAsync();

        await Store.DeleteAsync(deleted);

        (await FindAsync(deleted.Id)).Should().BeNull();
        (await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Select(s => s.Id).Should().Equal(kept.Id);
    }

    [Fact]
    public async Task Deleting_with_another_version_deletes_nothing()
    {
        var stored = await Store.SubscribeAsync();

        var write = new SubscriptionWrite(stored.Id, State: null, stored.Version + 1, QueueEffect.Cancel);

        (await Store.Subscriptions.SaveAsync(write, CancellationToken.None)).Should().BeNull();
        (await FindAsync(stored.Id)).ShouldBe(stored);
    }

    [Fact]
    public async Task A_deleted_subscription_can_be_created_again_with_a_greater_version()
    {
        var first = await Store.SubscribeAsync();
        await Store.DeleteAsync(first);
        var deletion = await Store.VersionAsync();

        var second = await Store.SubscribeAsync(first with { Labels = ["again"] });

        second.Version.Should().BeGreaterThan(deletion);
        (await FindAsync(first.Id)).ShouldBe(second);
    }

    [Fact]
    public async Task Of_concurrent_changes_with_one_version_exactly_one_succeeds()
    {
        var stored = await Store.SubscribeAsync();

        var versions = await Together.RunAsync(
            16, i => Store.SaveAsync(stored with { Labels = [$"writer {i}"] }, stored.Version).AsTask());

        var winner = versions.Should().ContainSingle(v => v != null).Subject!.Value;
        var found = await FindAsync(stored.Id);
        found!.Version.Should().Be(winner);
        found.Labels.Should().Equal($"writer {Array.IndexOf(versions, winner)}");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_stores_nothing()
    {
        var state = TestData.Subscription();
        var cancelled = new CancellationToken(canceled: true);

        var save = async () => await Store.Subscriptions.SaveAsync(new SubscriptionWrite(state.Id, state, 0, QueueEffect.None), cancelled);

        await save.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(state.Id)).Should().BeNull();
        (await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items.Should().BeEmpty();
    }

    private ValueTask<Subscription?> FindAsync(Guid id) => Store.Subscriptions.FindAsync(id, CancellationToken.None);
}

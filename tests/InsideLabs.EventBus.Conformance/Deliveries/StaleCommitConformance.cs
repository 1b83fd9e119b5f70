using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>No stale index: a commit that was matched before a change of subscriptions stores nothing and says what changed.</summary>
public abstract class StaleCommitConformance : StoreConformance
{
    [Fact]
    public async Task A_commit_that_was_matched_before_a_change_answers_the_change_and_stores_nothing()
    {
        var known = await Store.SubscribeAsync();
        var unknown = await Store.SubscribeAsync();
        var occurrence = TestData.Event();

        var result = await CommitAsync(known.Version, TestData.Item(occurrence, known));

        result.Receipts.Should().BeNull();
        result.Conflicts.Should().BeNull();
        result.Stale!.Version.Should().Be(unknown.Version);
        result.Stale.Items.Should().ContainSingle().Subject.State.ShouldBe(unknown);
        (await Store.Deliveries.FindOccurrenceAsync(occurrence.Id, CancellationToken.None)).Should().BeNull();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task The_same_commit_is_stored_once_it_was_matched_again()
    {
        var known = await Store.SubscribeAsync();
        var unknown = await Store.SubscribeAsync();
        var occurrence = TestData.Event();
        var stale = (await CommitAsync(known.Version, TestData.Item(occurrence, known))).Stale!;

        var result = await CommitAsync(stale.Version, TestData.Item(occurrence, known, unknown));

        result.Receipts.Should().Equal(new CommitReceipt(2, IsDuplicate: false));
    }

    [Fact]
    public async Task A_pause_and_a_deletion_make_a_match_stale()
    {
        var paused = await Store.SubscribeAsync();
        var deleted = await Store.SubscribeAsync();
        var pause = await Store.PauseAsync(paused);
        await Store.DeleteAsync(deleted);

        var stale = (await CommitAsync(deleted.Version, TestData.Item(TestData.Event(), paused, deleted))).Stale!;

        stale.Items.Select(i => i.Id).Should().Equal(paused.Id, deleted.Id);
        stale.Items[0].State.ShouldBe(pause);
        stale.Items[1].State.Should().BeNull();
    }

    [Fact]
    public async Task A_commit_without_deliveries_is_stale_too()
    {
        await Store.SubscribeAsync();

        (await CommitAsync(0, TestData.Item(TestData.Event()))).Stale!.Items.Should().ContainSingle();
    }

    [Fact]
    public async Task A_match_with_the_current_version_is_not_stale()
    {
        var subscription = await Store.SubscribeAsync();

        (await CommitAsync(subscription.Version, TestData.Item(TestData.Event(), subscription))).Stale.Should().BeNull();
    }

    [Fact]
    public async Task A_refused_change_makes_nothing_stale()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.SaveAsync(subscription, expectedVersion: subscription.Version + 1);

        (await CommitAsync(subscription.Version, TestData.Item(TestData.Event(), subscription))).Stale.Should().BeNull();
    }

    [Fact]
    public async Task A_commit_of_nothing_but_duplicates_is_never_stale()
    {
        var known = await Store.SubscribeAsync();
        await CommitAsync(known.Version, TestData.Item(TestData.Event("taken"), known));
        await Store.SubscribeAsync();

        var again = await CommitAsync(known.Version, TestData.Item(TestData.Event("taken"), known));

        again.Receipts.Should().Equal(new CommitReceipt(1, IsDuplicate: true));
    }

    [Fact]
    public async Task A_duplicate_beside_something_new_does_not_hide_that_the_match_is_stale()
    {
        var known = await Store.SubscribeAsync();
        await CommitAsync(known.Version, TestData.Item(TestData.Event("taken"), known));
        await Store.SubscribeAsync();

        var result = await CommitAsync(known.Version, TestData.Item(TestData.Event("taken"), known), TestData.Item(TestData.Event("new"), known));

        result.Stale.Should().NotBeNull();
        (await Store.Deliveries.FindOccurrenceAsync("new", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task A_conflict_comes_before_a_stale_match_because_no_match_can_cure_it()
    {
        var known = await Store.SubscribeAsync();
        await CommitAsync(known.Version, TestData.Item(TestData.Event("taken")));
        await Store.SubscribeAsync();

        var result = await CommitAsync(
            known.Version, TestData.Item(TestData.Event("new")), TestData.Item(TestData.Event("taken", payload: "{}")));

        result.Conflicts.Should().Equal(1);
        result.Stale.Should().BeNull();
    }

    [Fact]
    public async Task A_stale_commit_does_not_harm_the_commits_beside_it()
    {
        var known = await Store.SubscribeAsync();
        var current = await Store.SubscribeAsync();

        var results = await Together.RunAsync(40, i => i % 2 == 0
            ? CommitAsync(known.Version, TestData.Item(TestData.Event(), known))
            : CommitAsync(current.Version, TestData.Item(TestData.Event(), known, current)));

        results.Where((_, i) => i % 2 == 0).Should().OnlyContain(r => r.Stale != null);
        results.Where((_, i) => i % 2 == 1).Should().OnlyContain(r => r.Receipts != null);
        (await Store.StatsAsync()).Pending.Should().Be(40);
    }

    private Task<CommitResult> CommitAsync(long matchedVersion, params NewOccurrence[] items) =>
        Store.Deliveries.CommitAsync(new OccurrenceCommit(matchedVersion, items), CancellationToken.None).AsTask();
}

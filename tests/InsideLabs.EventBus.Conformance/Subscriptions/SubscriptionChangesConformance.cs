using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Reading changes: an index that applies them in order ends where the store is.</summary>
public abstract class SubscriptionChangesConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_store_has_no_changes()
    {
        (await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Versions_ascend_over_all_subscriptions_and_all_kinds_of_change()
    {
        var versions = new List<long>();
        var a = await Store.SubscribeAsync();
        versions.Add(a.Version);
        var b = await Store.SubscribeAsync();
        versions.Add(b.Version);
        a = await Store.PauseAsync(a);
        versions.Add(a.Version);
        await Store.DeleteAsync(b);
        versions.Add(await Store.VersionAsync());
        versions.Add((await Store.ResumeAsync(a)).Version);

        versions.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        versions[0].Should().BePositive();
    }

    [Fact]
    public async Task A_reader_who_knows_nothing_gets_the_state_of_everything_oldest_change_first()
    {
        var a = await Store.SubscribeAsync();
        var b = await Store.SubscribeAsync();
        var c = await Store.SubscribeAsync();
        a = await Store.PauseAsync(a);

        var changes = await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None);

        changes.Version.Should().Be(a.Version);
        changes.Items.Select(i => i.Id).Should().Equal(b.Id, c.Id, a.Id);
        changes.Items[0].State.ShouldBe(b);
        changes.Items[1].State.ShouldBe(c);
        changes.Items[2].State.ShouldBe(a);
    }

    [Fact]
    public async Task A_reader_gets_only_what_changed_after_its_version()
    {
        await Store.SubscribeAsync();
        var reached = await Store.VersionAsync();
        var later = await Store.SubscribeAsync();

        var changes = await Store.Subscriptions.ReadChangesAsync(reached, CancellationToken.None);

        changes.Version.Should().Be(later.Version);
        changes.Items.Should().ContainSingle().Subject.State.ShouldBe(later);
    }

    [Fact]
    public async Task A_reader_who_is_up_to_date_gets_nothing_and_keeps_its_version()
    {
        var last = await Store.SubscribeAsync();

        var changes = await Store.Subscriptions.ReadChangesAsync(last.Version, CancellationToken.None);

        changes.Version.Should().Be(last.Version);
        changes.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task A_subscription_that_changed_often_comes_once_with_its_latest_state()
    {
        var state = await Store.SubscribeAsync();
        var reached = state.Version;
        for (var i = 0; i < 3; i++)
        {
            state = await Store.ResumeAsync(await Store.PauseAsync(state));
        }

        var changes = await Store.Subscriptions.ReadChangesAsync(reached, CancellationToken.None);

        changes.Items.Should().ContainSingle().Subject.State.ShouldBe(state);
    }

    [Fact]
    public async Task A_deletion_is_a_change_without_a_state()
    {
        var kept = await Store.SubscribeAsync();
        var deleted = await Store.SubscribeAsync();
        await Store.DeleteAsync(deleted);

        var sinceCreation = await Store.Subscriptions.ReadChangesAsync(deleted.Version, CancellationToken.None);
        var sinceKept = await Store.Subscriptions.ReadChangesAsync(kept.Version, CancellationToken.None);

        sinceCreation.Version.Should().BeGreaterThan(deleted.Version);
        sinceCreation.Items.Should().Equal(new SubscriptionChange(deleted.Id, State: null));
        sinceKept.Items.Should().Equal(new SubscriptionChange(deleted.Id, State: null));
    }

    [Fact]
    public async Task A_subscription_that_was_created_again_comes_once_with_its_state()
    {
        var first = await Store.SubscribeAsync();
        await Store.DeleteAsync(first);
        var second = await Store.SubscribeAsync(first);

        var changes = await Store.Subscriptions.ReadChangesAsync(first.Version, CancellationToken.None);

        changes.Version.Should().Be(second.Version);
        changes.Items.Should().ContainSingle().Subject.State.ShouldBe(second);
    }

    [Fact]
    public async Task A_refused_change_is_no_change()
    {
        var stored = await Store.SubscribeAsync();

        await Store.SaveAsync(stored, stored.Version + 1);

        (await Store.VersionAsync()).Should().Be(stored.Version);
    }

    [Fact]
    public async Task Concurrent_changes_get_versions_of_their_own_and_readers_miss_none()
    {
        var created = await Together.RunAsync(32, _ => Store.SubscribeAsync());

        var inOrder = created.OrderBy(s => s.Version).ToList();
        inOrder.Select(s => s.Version).Should().OnlyHaveUniqueItems();
        var changes = await Store.Subscriptions.ReadChangesAsync(inOrder[7].Version, CancellationToken.None);
        changes.Items.Select(i => i.Id).Should().Equal(inOrder.Skip(8).Select(s => s.Id));
    }
}

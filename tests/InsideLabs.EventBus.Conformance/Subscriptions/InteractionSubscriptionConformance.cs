using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Subscriptions to interactions live among the others.</summary>
public abstract class InteractionSubscriptionConformance : StoreConformance
{
    [Fact]
    public async Task A_match_with_one_origin_and_one_with_any_survive_in_every_answer()
    {
        var kind = await Store.CreateKindAsync();
        var any = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var exact = await Store.SubscribeAsync(TestData.Subscription(kind.ThisOrigin) with { Labels = ["a"], ConfigCredentials = new byte[] { 7 } });
        var events = await Store.SubscribeAsync();

        var listed = await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None);
        var changes = await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None);

        Subscription[] expected = [any, exact, events];
        (listed.Count, changes.Items.Count).Should().Be((3, 3));
        for (var i = 0; i < expected.Length; i++)
        {
            (await Store.FindSubscriptionAsync(expected[i].Id)).ShouldBe(expected[i]);
            listed[i].ShouldBe(expected[i]);
            changes.Items[i].State.ShouldBe(expected[i]);
        }

        listed[0].Match.EventTypes.Should().BeEmpty();
        listed[2].Match.Interaction.Should().BeNull();
    }

    [Fact]
    public async Task A_change_of_the_match_replaces_it()
    {
        var (old, next) = (await Store.CreateKindAsync(), await Store.CreateKindAsync());
        var stored = await Store.SubscribeAsync(TestData.Subscription(old.ThisOrigin));
        var changed = stored with { Match = new SubscriptionMatch(next.AnyOrigin) };

        var version = await Store.SaveAsync(changed, stored.Version);

        (await Store.FindSubscriptionAsync(stored.Id)).ShouldBe(changed with { Version = version!.Value });
    }

    [Fact]
    public async Task A_deleted_one_is_gone_and_its_id_may_serve_events()
    {
        var kind = await Store.CreateKindAsync();
        var stored = await Store.SubscribeAsync(TestData.Subscription(kind.ThisOrigin));
        await Store.DeleteAsync(stored);
        (await Store.Subscriptions.FindAsync(stored.Id, CancellationToken.None)).Should().BeNull();

        var again = await Store.SubscribeAsync(TestData.Subscription() with { Id = stored.Id });

        (await Store.FindSubscriptionAsync(stored.Id)).ShouldBe(again);
        (await Store.DeleteAsync(ReferenceKind.Action, kind.Action.Id)).Should().Be(ReferenceResult.Done);
    }

    [Fact]
    public async Task Pause_and_resume_keep_the_match()
    {
        var kind = await Store.CreateKindAsync();
        var stored = await Store.SubscribeAsync(TestData.Subscription(kind.ThisOrigin));

        var resumed = await Store.ResumeAsync(await Store.PauseAsync(stored));

        (await Store.FindSubscriptionAsync(stored.Id)).ShouldBe(resumed);
        resumed.Match.Interaction.Should().Be(kind.ThisOrigin);
    }
}

using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>A subscription without a config of its own has its subscriber's, whenever anybody looks.</summary>
public abstract class InheritedConfigConformance : StoreConformance
{
    private static readonly byte[] Old = """{"adapter":"adapter:webhook","url":"https://old.example"}"""u8.ToArray();
    private static readonly byte[] New = """{"adapter":"adapter:webhook","url":"https://new.example"}"""u8.ToArray();
    private static readonly byte[] OldCredentials = [1, 2, 3];
    private static readonly byte[] NewCredentials = [4, 5];

    [Fact]
    public async Task The_config_stored_is_the_subscribers_whatever_the_write_says()
    {
        var subscriber = await CreateSubscriberAsync();

        var stored = await Store.SubscribeAsync(
            TestData.Subscription(subscriber, inherits: true) with { ConfigCredentials = new byte[] { 99 } });

        (await Store.FindSubscriptionAsync(stored.Id)).ShouldBe(stored with { Config = Old, ConfigCredentials = OldCredentials });
    }

    [Fact]
    public async Task A_new_config_reaches_every_heir_as_a_change_with_a_version_of_its_own()
    {
        var subscriber = await CreateSubscriberAsync();
        var one = await Store.SubscribeAsync(Full(subscriber));
        var own = await Store.SubscribeAsync(TestData.Subscription(subscriber, inherits: false));
        var other = await Store.SubscribeAsync(TestData.Subscription(await CreateSubscriberAsync(), inherits: true));
        var two = await Store.PauseAsync(await Store.SubscribeAsync(Full(subscriber)));
        var reached = await Store.VersionAsync();
        Store.Time.Advance(TimeSpan.FromHours(1));

        (await Store.ChangeAsync(Changed(subscriber))).Should().Be(ReferenceResult.Done);

        var changes = await Store.Subscriptions.ReadChangesAsync(reached, CancellationToken.None);
        changes.Items.Select(i => i.Id).Should().BeEquivalentTo([one.Id, two.Id]);
        changes.Items.Select(i => i.State!.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.OnlyContain(v => v > reached);
        changes.Version.Should().Be(changes.Items[^1].State!.Version);
        foreach (var heir in new[] { one, two })
        {
            var change = changes.Items.Single(i => i.Id == heir.Id).State!;
            change.ShouldBe(heir with
            {
                Config = New, ConfigCredentials = NewCredentials, UpdatedAt = Store.Now, Version = change.Version,
            });
            (await Store.FindSubscriptionAsync(heir.Id)).ShouldBe(change);
        }

        (await Store.FindSubscriptionAsync(own.Id)).ShouldBe(own);
        (await Store.FindSubscriptionAsync(other.Id)).Version.Should().Be(other.Version);
        (await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Count(s => s.Config.Span.SequenceEqual(New))
            .Should().Be(2);
    }

    [Fact]
    public async Task A_writer_that_knew_the_heir_before_must_look_again()
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));

        await Store.ChangeAsync(Changed(subscriber));

        (await Store.SaveAsync(heir, heir.Version)).Should().BeNull();
        var current = await Store.FindSubscriptionAsync(heir.Id);
        (await Store.SaveAsync(current, current.Version)).Should().BeGreaterThan(current.Version);
    }

    [Fact]
    public async Task A_match_from_before_is_stale_and_a_claim_tells_the_new_version()
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));
        await Store.EnqueueAsync(Store.Now, heir);

        await Store.ChangeAsync(Changed(subscriber));

        var commit = new OccurrenceCommit(heir.Version, [TestData.Item(TestData.Event(), heir)]);
        var stale = (await Store.Deliveries.CommitAsync(commit, CancellationToken.None)).Stale!;
        stale.Items.Should().ContainSingle().Subject.State!.Config.ToArray().Should().Equal(New);
        var claim = await Store.ClaimAsync();
        claim.SubscriptionsVersion.Should().Be(stale.Version).And.BeGreaterThan(heir.Version);
        claim.Deliveries.Should().ContainSingle("the queue of an heir goes on");
    }

    [Fact]
    public async Task What_is_held_stays_held()
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));
        var id = (await Store.EnqueueAsync(Store.Now, heir))[0];
        await Store.PauseAsync(heir);

        await Store.ChangeAsync(Changed(subscriber));

        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await Store.ResumeAsync(await Store.FindSubscriptionAsync(heir.Id));
        (await Store.ClaimOneAsync()).Id.Should().Be(id);
    }

    [Fact]
    public async Task The_same_config_again_changes_no_subscription()
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));
        Store.Time.Advance(TimeSpan.FromHours(1));

        (await Store.ChangeAsync(subscriber with { Name = "Renamed", Config = (byte[])Old.Clone() })).Should().Be(ReferenceResult.Done);

        (await Store.VersionAsync()).Should().Be(heir.Version);
        (await Store.FindSubscriptionAsync(heir.Id)).UpdatedAt.Should().Be(heir.UpdatedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_credentials_alone_reach_the_heirs(bool any)
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));
        ReadOnlyMemory<byte>? credentials = null;
        if (any)
        {
            credentials = NewCredentials;
        }

        await Store.ChangeAsync(subscriber with { ConfigCredentials = credentials });

        var changed = await Store.FindSubscriptionAsync(heir.Id);
        changed.ConfigCredentials.ShouldBe(credentials);
        changed.Version.Should().BeGreaterThan(heir.Version);
    }

    [Fact]
    public async Task A_config_stays_while_it_is_inherited()
    {
        var subscriber = await CreateSubscriberAsync();
        var heir = await Store.SubscribeAsync(Full(subscriber));
        await Store.SubscribeAsync(TestData.Subscription(subscriber, inherits: false));

        (await Store.ChangeAsync(Without(subscriber))).Should().Be(ReferenceResult.InUse);
        (await Store.References.FindSubscriberAsync(subscriber.Id, CancellationToken.None))!.Config.ShouldBe(Old);
        await Store.DeleteAsync(heir);

        (await Store.ChangeAsync(Without(subscriber))).Should().Be(ReferenceResult.Done);
    }

    [Fact]
    public async Task A_deleted_heir_is_left_alone_and_one_that_took_a_config_of_its_own_keeps_it()
    {
        var subscriber = await CreateSubscriberAsync();
        var (deleted, weaned) = (await Store.SubscribeAsync(Full(subscriber)), await Store.SubscribeAsync(Full(subscriber)));
        await Store.DeleteAsync(deleted);
        var own = weaned with { InheritsConfig = false, Config = "{}"u8.ToArray(), ConfigCredentials = null };
        await Store.SaveAsync(own, weaned.Version);
        var reached = await Store.VersionAsync();

        await Store.ChangeAsync(Changed(subscriber));

        (await Store.VersionAsync()).Should().Be(reached);
        (await Store.FindSubscriptionAsync(weaned.Id)).ShouldBe(own with { Version = reached });
        (await Store.Subscriptions.FindAsync(deleted.Id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Heirs_that_come_while_the_config_changes_end_with_the_last_one()
    {
        var subscriber = await CreateSubscriberAsync();

        await Together.RunAsync(8, async i =>
        {
            for (var n = 0; n < 10; n++)
            {
                if (i == 0)
                {
                    (await Store.ChangeAsync(n == 9 ? Changed(subscriber) : subscriber with { Config = new byte[] { (byte)n } }))
                        .Should().Be(ReferenceResult.Done);
                }
                else
                {
                    await Store.SubscribeAsync(TestData.Subscription(subscriber, inherits: true));
                }
            }
        });

        var heirs = await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None);
        heirs.Should().HaveCount(70);
        heirs.Count(h => h.Config.Span.SequenceEqual(New)).Should().Be(70);
        heirs.Select(h => h.Version).Should().OnlyHaveUniqueItems();
        (await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items
            .Select(i => i.State!.Version).Should().BeInAscendingOrder().And.HaveCount(70);
    }

    private static Subscriber Changed(Subscriber subscriber) => subscriber with { Config = New, ConfigCredentials = NewCredentials };

    private static Subscriber Without(Subscriber subscriber) => subscriber with { Config = null, ConfigCredentials = null };

    /// <summary>An heir with everything that a change of its config must leave as it is.</summary>
    private static Subscription Full(Subscriber subscriber) => TestData.Subscription(subscriber, inherits: true) with
    {
        Config = Old,
        ConfigCredentials = OldCredentials,
        Labels = ["a", "b"],
        RetryDelays = new RetryLadder(TimeSpan.FromSeconds(1)),
        SigningSecrets = new SigningSecrets(new byte[] { 1, 2 }, new byte[] { 3 }, TestData.Start.AddDays(1)),
    };

    private Task<Subscriber> CreateSubscriberAsync() => Store.CreateAsync(TestData.Subscriber() with { Config = Old, ConfigCredentials = OldCredentials });
}

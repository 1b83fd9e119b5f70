using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>Subscribers: what was saved is found, and what subscriptions rely on stays.</summary>
public abstract class SubscriberConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_store_has_none()
    {
        (await FindAsync(TestData.NewId())).Should().BeNull();
        (await ListAsync()).Should().BeEmpty();
        (await DeleteAsync(TestData.NewId())).Should().Be(ReferenceResult.NotFound);
        (await Store.ChangeAsync(TestData.Subscriber())).Should().Be(ReferenceResult.NotFound);
        (await ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_field_survives()
    {
        var full = TestData.Subscriber("""{ "adapter" : "adapter:webhook", "n": 1e400, "t": "ü \u0041 ***" }""") with
        {
            Name = "ü 🚀 'name' \"x\"",
            ConfigCredentials = new byte[] { 0, 1, 2, 255, 0 },
        };
        var bare = TestData.Subscriber(config: null) with { Name = full.Name };
        var empty = TestData.Subscriber("{}") with { ConfigCredentials = ReadOnlyMemory<byte>.Empty };
        foreach (var subscriber in new[] { full, bare, empty })
        {
            await Store.CreateAsync(subscriber);

            ShouldBe(await FindAsync(subscriber.Id), subscriber);
        }

        (await ListAsync()).Select(s => s.Id).Should().Equal(full.Id, bare.Id, empty.Id);
    }

    [Fact]
    public async Task A_change_replaces_and_a_taken_id_is_refused()
    {
        var first = await Store.CreateAsync(TestData.Subscriber());

        (await Store.ChangeAsync(first with { Name = "Thief" }, isNew: true)).Should().Be(ReferenceResult.IdTaken);
        ShouldBe(await FindAsync(first.Id), first);
        var changed = TestData.Subscriber(config: null) with { Id = first.Id, Name = "Changed", Adapter = "adapter:email" };
        (await Store.ChangeAsync(changed)).Should().Be(ReferenceResult.Done);

        ShouldBe(await FindAsync(first.Id), changed);
        (await ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_deletion_frees_the_id()
    {
        var subscriber = await Store.CreateAsync(TestData.Subscriber());

        (await DeleteAsync(subscriber.Id)).Should().Be(ReferenceResult.Done);

        (await FindAsync(subscriber.Id)).Should().BeNull();
        (await DeleteAsync(subscriber.Id)).Should().Be(ReferenceResult.NotFound);
        await Store.CreateAsync(subscriber);
        ShouldBe(await FindAsync(subscriber.Id), subscriber);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_cover_everything_once_in_ascending_order(int limit)
    {
        var ids = Enumerable.Range(0, 7).Select(_ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
        {
            await Store.CreateAsync(TestData.Subscriber() with { Id = id });
        }

        var found = new List<Guid>();
        while (await ListAsync(limit, found.Count == 0 ? null : found[^1]) is { Count: > 0 } page)
        {
            page.Should().HaveCountLessThanOrEqualTo(limit);
            found.AddRange(page.Select(s => s.Id));
        }

        found.Should().Equal(ids.OrderBy(id => id.ToString("D"), StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_subscription_names_stays_until_the_subscription_is_deleted()
    {
        var (named, free) = (await Store.CreateAsync(TestData.Subscriber()), await Store.CreateAsync(TestData.Subscriber()));
        var subscription = await Store.SubscribeAsync(TestData.Subscription(named, inherits: false));

        (await DeleteAsync(named.Id)).Should().Be(ReferenceResult.InUse);
        (await DeleteAsync(free.Id)).Should().Be(ReferenceResult.Done);
        await Store.DeleteAsync(subscription);

        (await DeleteAsync(named.Id)).Should().Be(ReferenceResult.Done);
    }

    [Fact]
    public async Task The_adapter_stays_while_a_subscription_names_the_subscriber()
    {
        var subscriber = await Store.CreateAsync(TestData.Subscriber());
        var subscription = await Store.SubscribeAsync(TestData.Subscription(subscriber, inherits: false));

        (await Store.ChangeAsync(subscriber with { Adapter = "adapter:email", Name = "New" })).Should().Be(ReferenceResult.InUse);
        ShouldBe(await FindAsync(subscriber.Id), subscriber);
        (await Store.ChangeAsync(subscriber with { Name = "New" })).Should().Be(ReferenceResult.Done);
        await Store.DeleteAsync(subscription);

        (await Store.ChangeAsync(subscriber with { Adapter = "adapter:email" })).Should().Be(ReferenceResult.Done);
    }

    [Fact]
    public async Task A_subscription_that_its_subscriber_does_not_fit_is_refused_and_changes_nothing()
    {
        var subscriber = await Store.CreateAsync(TestData.Subscriber(config: null));
        var unknown = TestData.Subscription(TestData.Subscriber(), inherits: false);
        var elsewhere = TestData.Subscription(subscriber, inherits: false) with { Adapter = "adapter:email" };
        var heir = TestData.Subscription(subscriber, inherits: true);
        foreach (var subscription in new[] { unknown, elsewhere, heir })
        {
            var save = async () => await Store.SaveAsync(subscription, expectedVersion: 0);

            (await save.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.ReferenceUnknown);
        }

        (await Store.VersionAsync()).Should().Be(0);
        (await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_subscription_keeps_its_subscriber_and_a_config_of_its_own()
    {
        var subscriber = await Store.CreateAsync(TestData.Subscriber());
        var subscription = await Store.SubscribeAsync(
            TestData.Subscription(subscriber, inherits: false) with { ConfigCredentials = new byte[] { 9, 0, 9 } });

        await Store.ChangeAsync(subscriber with { Config = "{}"u8.ToArray() });

        (await Store.FindSubscriptionAsync(subscription.Id)).ShouldBe(subscription);
        (await Store.VersionAsync()).Should().Be(subscription.Version);
    }

    [Fact]
    public async Task Of_a_deletion_and_a_subscription_at_once_never_both_succeed()
    {
        for (var round = 0; round < 12; round++)
        {
            var subscriber = await Store.CreateAsync(TestData.Subscriber());
            var subscription = TestData.Subscription(subscriber, inherits: round % 2 == 0);

            var done = await Together.RunAsync(2, async i => i == 0
                ? await DeleteAsync(subscriber.Id) == ReferenceResult.Done
                : await Store.TrySubscribeAsync(subscription) is not null);

            done.Should().ContainSingle(d => d, "exactly one of the two can win");
            (await FindAsync(subscriber.Id) is not null).Should().Be(done[1]);
        }
    }

    private static void ShouldBe(Subscriber? actual, Subscriber expected)
    {
        actual.Should().NotBeNull();
        actual!.Name.Should().Be(expected.Name);
        actual.Adapter.Should().Be(expected.Adapter);
        actual.Config.ShouldBe(expected.Config);
        actual.ConfigCredentials.ShouldBe(expected.ConfigCredentials);
    }

    private ValueTask<Subscriber?> FindAsync(Guid id) => Store.References.FindSubscriberAsync(id, CancellationToken.None);

    private ValueTask<ReferenceResult> DeleteAsync(Guid id) => Store.References.DeleteSubscriberAsync(id, CancellationToken.None);

    private ValueTask<IReadOnlyList<Subscriber>> ListAsync(int? limit = null, Guid? after = null) =>
        Store.References.ListSubscribersAsync(limit, after, CancellationToken.None);
}

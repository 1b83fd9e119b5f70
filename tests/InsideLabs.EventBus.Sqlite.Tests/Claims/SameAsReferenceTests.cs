using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Sqlite.Tests.Claims;

/// <summary>
/// A long random life of a queue whose lanes hold almost nothing, step by step beside the reference store: whatever was
/// evicted, reloaded, held, cancelled or claimed in between, both must show the same.
/// </summary>
public sealed class SameAsReferenceTests : IDisposable
{
    private const int MostPerSubscription = 5;

    private readonly SqliteFile _file = new() { Limits = new LaneLimits(PerLane: 3, Total: 20, OccurrenceBytes: 2000) };
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<ClaimedDelivery> _claims = [];

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_random_life_ends_as_in_the_reference_store(int seed)
    {
        var random = new Random(seed);
        var store = _file.Open();
        var builder = new Builder();
        builder.Services.AddSingleton<TimeProvider>(_file.Time);
        await using var services = builder.UseInMemoryStore().Services.BuildServiceProvider();
        var reference = new StoreUnderTest(
            services.GetRequiredService<ISubscriptionStore>(),
            services.GetRequiredService<IDeliveryStore>(),
            services.GetRequiredService<IReferenceStore>(),
            services.GetRequiredService<ISettingsStore>(),
            _file.Time);
        for (var i = 0; i < 6; i++)
        {
            var subscription = TestData.Subscription();
            await reference.SubscribeAsync(subscription);
            _subscriptions.Add(await store.SubscribeAsync(subscription));
        }

        var kind = await store.CreateKindAsync();
        foreach (var each in Enum.GetValues<ReferenceKind>())
        {
            await reference.CreateAsync(each, kind.Of(each));
        }

        for (var step = 0; step < 400; step++)
        {
            await StepAsync(random, kind, store, reference);
            if (step % 20 == 0)
            {
                await CompareAsync(store, reference);
            }
        }

        await CompareAsync(store, reference);
        await SqliteIntegrity.AssertAsync(_file.Database);

        // The process dies with its claims, which is as if it had released them.
        store = _file.Open();
        foreach (var claim in _claims)
        {
            await reference.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None);
        }

        await CompareAsync(store, reference);
    }

    private async Task StepAsync(Random random, InteractionKind kind, StoreUnderTest store, StoreUnderTest reference)
    {
        var index = random.Next(_subscriptions.Count);
        switch (random.Next(13))
        {
            case 0 or 1 or 2:
                NewOccurrence[] items =
                [
                    .. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new NewOccurrence(
                        random.Next(3) > 0 ? TestData.Event(recordedAt: store.Now) : TestData.Interaction(kind.ResourceType, kind.Action, recordedAt: store.Now),
                        [TestData.Delivery(_subscriptions[index], store.Now.AddSeconds(random.Next(-20, 40)))])),
                ];
                (await store.CommitAsync(items)).Receipts.Should().Equal((await reference.CommitAsync(items)).Receipts);
                break;
            case 3 or 4 or 5:
                await ClaimAsync(store, reference);
                break;
            case 6 or 7 when _claims.Count > 0:
                await EndClaimAsync(random, store, reference);
                break;
            case 8:
                store.Time.Advance(TimeSpan.FromSeconds(random.Next(10)));
                break;
            case 9:
                await ChangeAsync(random, index, store, reference);
                break;
            case 10 or 11:
                await OperateAsync(random, store, reference);
                break;
            case 12 when random.Next(3) == 0:
                await PurgeAsync(random, store, reference);
                break;
        }
    }

    private static async Task OperateAsync(Random random, StoreUnderTest store, StoreUnderTest reference)
    {
        var status = (DeliveryStatus)random.Next(5);
        if (await reference.DeliveryIdsAsync(new DeliveryFilter { Status = status }) is not { Count: > 0 } ids)
        {
            return;
        }

        var id = ids[random.Next(ids.Count)];
        if (random.Next(4) == 0)
        {
            (await store.CancelAsync(id)).Should().Be(await reference.CancelAsync(id));
            return;
        }

        id = status == DeliveryStatus.Dead || random.Next(3) > 0 ? id : TestData.NewId();
        var dueAt = store.Now.AddSeconds(random.Next(-10, 30));
        (await store.Deliveries.RestartAsync(id, dueAt, dueAt, long.MaxValue, CancellationToken.None))
            .Should().Be(await reference.Deliveries.RestartAsync(id, dueAt, dueAt, long.MaxValue, CancellationToken.None));
    }

    private static async Task PurgeAsync(Random random, StoreUnderTest store, StoreUnderTest reference)
    {
        var status = random.Next(2) == 0 ? DeliveryStatus.Delivered : DeliveryStatus.Dead;
        var (before, max) = (store.Now.AddSeconds(-random.Next(60)), random.Next(1, 10));
        (await store.PurgeAsync(status, before, max)).Should().Be(await reference.PurgeAsync(status, before, max));
    }

    private async Task ClaimAsync(StoreUnderTest store, StoreUnderTest reference)
    {
        var (mine, theirs) = (await store.ClaimAsync(1000, MostPerSubscription), await reference.ClaimAsync(1000, MostPerSubscription));
        mine.NextDueAt.Should().Be(theirs.NextDueAt);
        mine.SubscriptionsVersion.Should().Be(theirs.SubscriptionsVersion);
        mine.Deliveries.OrderBy(d => d.Id).Select(d => d with { Occurrence = null! })
            .Should().Equal(theirs.Deliveries.OrderBy(d => d.Id).Select(d => d with { Occurrence = null! }));
        mine.Deliveries.OrderBy(d => d.Id).Select(d => Convert.ToHexString(d.Occurrence.Body.Span))
            .Should().Equal(theirs.Deliveries.OrderBy(d => d.Id).Select(d => Convert.ToHexString(d.Occurrence.Body.Span)));
        _claims.AddRange(mine.Deliveries);
    }

    private async Task EndClaimAsync(Random random, StoreUnderTest store, StoreUnderTest reference)
    {
        var claim = _claims[random.Next(_claims.Count)];
        if (random.Next(5) > 0)
        {
            _claims.Remove(claim);
        }

        if (random.Next(3) == 0)
        {
            (await store.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None))
                .Should().Be(await reference.Deliveries.ReleaseAsync(claim.Id, claim.ClaimNo, CancellationToken.None));
            return;
        }

        DeliveryStatus[] statuses = [DeliveryStatus.Scheduled, DeliveryStatus.Scheduled, DeliveryStatus.Delivered, DeliveryStatus.Dead];
        var dueAt = store.Now.AddSeconds(random.Next(60));
        var settlement = TestData.Settlement(claim, statuses[random.Next(4)], store.Now, dueAt);
        settlement = settlement with { Attempt = settlement.Attempt with { Duration = TimeSpan.Zero } };
        (await store.Deliveries.SettleAsync(settlement, CancellationToken.None))
            .Should().Be(await reference.Deliveries.SettleAsync(settlement, CancellationToken.None));
    }

    private async Task ChangeAsync(Random random, int index, StoreUnderTest store, StoreUnderTest reference)
    {
        var current = _subscriptions[index];
        switch (random.Next(6))
        {
            case 0 or 1:
                await reference.PauseAsync(current);
                _subscriptions[index] = await store.PauseAsync(current);
                break;
            case 2 or 3 or 4:
                await reference.ResumeAsync(current);
                _subscriptions[index] = await store.ResumeAsync(current);
                break;
            default:
                await reference.DeleteAsync(current);
                await store.DeleteAsync(current);
                await reference.SubscribeAsync(current with { Version = 0 });
                _subscriptions[index] = await store.SubscribeAsync(current with { Version = 0 });
                break;
        }
    }

    private async Task CompareAsync(StoreUnderTest store, StoreUnderTest reference)
    {
        var all = CancellationToken.None;
        (await store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, all))
            .Should().Equal(await reference.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, all));
        (await store.Deliveries.ListAttemptsAsync(AttemptFilter.All, all)).Select(a => a with { Warnings = [] })
            .Should().Equal((await reference.Deliveries.ListAttemptsAsync(AttemptFilter.All, all)).Select(a => a with { Warnings = [] }));
        (await store.StatsAsync()).Should().Be(await reference.StatsAsync());
        (await store.VersionAsync()).Should().Be(await reference.VersionAsync());
        await RowCounting.AssertAsync(_file.Database);
    }

    private sealed class Builder : IEventBusBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}

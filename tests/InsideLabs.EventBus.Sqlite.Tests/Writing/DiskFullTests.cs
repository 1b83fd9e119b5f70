using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Tests.Writing;

public sealed class DiskFullTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_full_store_says_so_and_keeps_what_it_has()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var claim = await store.EnqueueAndClaimAsync(subscription);
        await LimitPagesAsync(most: null);

        var commit = () => store.EnqueueManyAsync(subscription, 2000);

        (await commit.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreFull);
        (await store.StatsAsync()).Should().Be(new DeliveryStats(Pending: 0, Processing: 1, 0, 0, 0, 0));
        await LimitPagesAsync(most: 1_000_000);
        (await store.SettleAsync(claim, DeliveryStatus.Delivered)).Should().BeTrue(because: "the claim was not lost");
        (await store.EnqueueManyAsync(subscription, 2000)).Should().HaveCount(2000);
        (await store.ClaimAsync(max: 5000, maxPerSubscription: 5000)).Deliveries.Should().HaveCount(2000);
        await SqliteIntegrity.AssertAsync(_file.Database);
    }

    [Fact]
    public async Task A_settlement_that_finds_no_room_keeps_its_claim()
    {
        var store = _file.Open();
        var claim = await store.EnqueueAndClaimAsync(await store.SubscribeAsync());
        await LimitPagesAsync(most: null);
        var settlement = TestData.Settlement(claim, DeliveryStatus.Scheduled, store.Now, store.Now);
        settlement = settlement with { Attempt = settlement.Attempt with { Response = new string('x', 16_384) } };

        var settle = async () => await store.Deliveries.SettleAsync(settlement, CancellationToken.None);

        (await settle.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreFull);
        (await store.FindAsync(claim.Id)).Status.Should().Be(DeliveryStatus.Claimed);
        (await store.ClaimAsync()).Deliveries.Should().BeEmpty();
        await LimitPagesAsync(most: 1_000_000);
        (await store.Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored.Should().BeTrue();
    }

    /// <summary>Lets the file grow to so many pages; null for no more than it has.</summary>
    private Task LimitPagesAsync(long? most) => ScopeProbe.RunAsync(_file.Database, scope =>
    {
        var pages = most ?? Pragmas.ReadNumber(scope.Session, "page_count");
        using var limit = scope.Session.Prepare($"PRAGMA max_page_count = {pages}");
        limit.ReadFirst(static row => row.Long(0)).Should().Be(pages);
    });
}

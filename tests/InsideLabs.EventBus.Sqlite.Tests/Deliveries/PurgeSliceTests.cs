using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Tests.Deliveries;

/// <summary>However much one call purges, no transaction removes more than a little: publishers wait for it.</summary>
public sealed class PurgeSliceTests : IDisposable
{
    private const int Many = (PurgeUnit.MostRows * 2) + 1;

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Deliveries_are_removed_in_several_transactions()
    {
        var store = await EndManyAsync();
        var before = _file.Database.Writer.Commits;

        (await store.PurgeAsync(DeliveryStatus.Delivered)).Should().Be(Many);

        (_file.Database.Writer.Commits - before).Should().Be(3);
        (await store.DeliveryIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task So_are_attempts()
    {
        var store = await EndManyAsync();
        var before = _file.Database.Writer.Commits;

        (await store.Deliveries.PurgeAttemptsAsync(Guid.AllBitsSet, 1000, CancellationToken.None)).Should().Be(Many);

        (_file.Database.Writer.Commits - before).Should().Be(3);
        (await store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Never_more_than_was_asked_for()
    {
        var store = await EndManyAsync();

        (await store.Deliveries.PurgeAttemptsAsync(Guid.AllBitsSet, PurgeUnit.MostRows + 1, CancellationToken.None)).Should().Be(PurgeUnit.MostRows + 1);

        (await store.Deliveries.ListAttemptsAsync(AttemptFilter.All, CancellationToken.None)).Should().HaveCount(Many - PurgeUnit.MostRows - 1);
    }

    private async Task<StoreUnderTest> EndManyAsync()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        for (var i = 0; i < Many; i++)
        {
            await store.EndOneAsync(subscription, DeliveryStatus.Delivered);
        }

        return store;
    }
}

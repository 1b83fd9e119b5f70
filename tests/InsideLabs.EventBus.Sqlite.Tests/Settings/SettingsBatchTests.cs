using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Sqlite.Tests.Settings;

public sealed class SettingsBatchTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_batch_that_is_replayed_counts_its_changes_once()
    {
        var store = _file.Open();
        var subscription = await store.SubscribeAsync();
        var taken = TestData.Item(TestData.Event(), subscription).WithRows();
        await store.CommitAsync(taken);
        using var pause = await WriterPause.BeginAsync(_file.Database);

        var first = SaveAsync(store, "a");
        var bad = store.CommitAsync(TestData.Item(TestData.Event()) with { Deliveries = taken.Deliveries });
        var second = SaveAsync(store, "b");
        var deletion = store.Settings.DeleteSecretAsync("a", CancellationToken.None).AsTask();
        var nothing = store.Settings.DeleteSecretAsync("a", CancellationToken.None).AsTask();
        await pause.EndAsync();

        var wait = async () => await bad;
        await wait.Should().ThrowAsync<EventBusStoreException>();
        ((await first, await second), (await deletion, await nothing)).Should().Be(((1, 2), (true, false)));
        (await store.Settings.ReadAsync(CancellationToken.None)).Version.Should().Be(3);
        (await store.ClaimAsync()).SettingsVersion.Should().Be(3);
    }

    [Fact]
    public async Task The_version_goes_on_after_a_new_start_and_is_claimed_at_once()
    {
        var store = _file.Open();
        await SaveAsync(store, "a");
        await SaveAsync(store, "b");
        await store.Settings.DeleteSecretAsync("a", CancellationToken.None);
        await store.Settings.DeleteSecretAsync("b", CancellationToken.None);

        var again = _file.Open();

        (await again.ClaimAsync()).SettingsVersion.Should().Be(4);
        (await SaveAsync(again, "a")).Should().Be(5);
    }

    private static Task<long> SaveAsync(StoreUnderTest store, string name) =>
        store.Settings.SaveAsync(new Secret(name, new byte[] { 1 }), CancellationToken.None).AsTask();
}

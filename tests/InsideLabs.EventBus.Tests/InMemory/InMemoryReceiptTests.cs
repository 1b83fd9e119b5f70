using InsideLabs.EventBus.Conformance.Receipts;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Receipts;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.InMemory;

internal static class InMemoryReceipts
{
    public static Task<ReceiptStoreUnderTest> CreateAsync()
    {
        var time = new VirtualClock();
        return Task.FromResult(new ReceiptStoreUnderTest(new InMemoryReceiptStore(time), time));
    }
}

public sealed class InMemoryReceiptStoreTests : ReceiptStoreConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => InMemoryReceipts.CreateAsync();
}

public sealed class InMemoryConcurrentReceiptTests : ConcurrentReceiptConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => InMemoryReceipts.CreateAsync();
}

public sealed class InMemoryReceiptPurgeTests : ReceiptPurgeConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => InMemoryReceipts.CreateAsync();
}

public sealed class InMemoryReceiptsExtensionsTests
{
    [Fact]
    public async Task A_receiver_needs_nothing_else_of_the_bus()
    {
        var services = new ServiceCollection();
        services.AddInMemoryReceipts().Should().BeSameAs(services);
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var store = provider.GetRequiredService<IReceiptStore>();

        await using (var receipt = await store.BeginAsync("m-1", CancellationToken.None))
        {
            await receipt!.CommitAsync(CancellationToken.None);
        }

        (await store.BeginAsync("m-1", CancellationToken.None)).Should().BeNull();
        provider.GetServices<IReceiptStore>().Should().ContainSingle();
    }

    [Fact]
    public async Task A_message_does_not_wait_for_another_one()
    {
        var receipts = await InMemoryReceipts.CreateAsync();
        await using var open = await receipts.BeginNewAsync("m-1");

        await receipts.HandleAsync("m-2");

        (await receipts.BeginAsync("m-2")).Should().BeNull();
    }
}

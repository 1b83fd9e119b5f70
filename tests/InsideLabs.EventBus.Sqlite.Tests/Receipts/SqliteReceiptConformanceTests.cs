using InsideLabs.EventBus.Conformance.Receipts;

namespace InsideLabs.EventBus.Sqlite.Tests.Receipts;

public sealed class SqliteReceiptStoreTests : ReceiptStoreConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => Task.FromResult(new ReceiverFileUnderTest().Open());
}

public sealed class SqliteConcurrentReceiptTests : ConcurrentReceiptConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => Task.FromResult(new ReceiverFileUnderTest().Open());
}

public sealed class SqliteReceiptPurgeTests : ReceiptPurgeConformance
{
    protected override Task<ReceiptStoreUnderTest> CreateAsync() => Task.FromResult(new ReceiverFileUnderTest().Open());
}

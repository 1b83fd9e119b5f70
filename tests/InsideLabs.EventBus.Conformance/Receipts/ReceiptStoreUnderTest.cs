using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.Conformance.Receipts;

/// <summary>A receipt store with its clock, and short ways to do what almost every test does with it.</summary>
public sealed class ReceiptStoreUnderTest(IReceiptStore store, VirtualClock time, Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    /// <summary>How long a test waits for a signal before it calls it missing. No test depends on it being short.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IReceiptStore Store { get; } = store ?? throw new ArgumentNullException(nameof(store));

    public VirtualClock Time { get; } = time ?? throw new ArgumentNullException(nameof(time));

    public DateTimeOffset Now => Time.GetUtcNow();

    public Task<IReceipt?> BeginAsync(string messageId, CancellationToken cancellationToken = default) =>
        Store.BeginAsync(messageId, cancellationToken).AsTask().WaitAsync(Patience, CancellationToken.None);

    /// <summary>Begins what must be new.</summary>
    public async Task<IReceipt> BeginNewAsync(string messageId) =>
        (await BeginAsync(messageId)).Should().NotBeNull("'{0}' was not handled before", messageId).And.Subject.As<IReceipt>();

    /// <summary>Handles messages that must be new.</summary>
    public async Task HandleAsync(params string[] messageIds)
    {
        foreach (var messageId in messageIds)
        {
            await using var receipt = await BeginNewAsync(messageId);
            await receipt.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether a message would be handled if it came now. Leaves no trace.</summary>
    public async Task<bool> IsNewAsync(string messageId)
    {
        await using var receipt = await BeginAsync(messageId);
        return receipt is not null;
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int max = 1000) =>
        Store.PurgeAsync(before, max, CancellationToken.None).AsTask().WaitAsync(Patience);

    public ValueTask DisposeAsync() => dispose?.Invoke() ?? ValueTask.CompletedTask;
}

using System.Collections.Concurrent;
using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>A receipt store whose steps a test can hold up or make fail.</summary>
internal sealed class ScriptedReceipts(IReceiptStore inner) : IReceiptStore
{
    public Func<Task> OnBegin { get; set; } = () => Task.CompletedTask;

    public Func<Task> OnCommit { get; set; } = () => Task.CompletedTask;

    public Func<int, int> OnPurge { get; set; } = _ => 0;

    public ConcurrentQueue<(DateTimeOffset Before, int Max)> Purges { get; } = new();

    /// <summary>Receipts that ended without a commit.</summary>
    public SemaphoreSlim RolledBack { get; } = new(0);

    public async ValueTask<IReceipt?> BeginAsync(string messageId, CancellationToken cancellationToken)
    {
        await OnBegin();
        return await inner.BeginAsync(messageId, cancellationToken) is { } receipt ? new ScriptedReceipt(this, receipt) : null;
    }

    public ValueTask<int> PurgeAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        Purges.Enqueue((before, max));
        return ValueTask.FromResult(OnPurge(max));
    }

    private sealed class ScriptedReceipt(ScriptedReceipts owner, IReceipt inner) : IReceipt
    {
        private bool _committed;

        public string MessageId => inner.MessageId;

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            await owner.OnCommit();
            await inner.CommitAsync(cancellationToken);
            _committed = true;
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            if (!_committed)
            {
                owner.RolledBack.Release();
            }
        }
    }
}

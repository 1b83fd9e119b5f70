using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.InMemory;

/// <summary>
/// Receipts in this process, which end with it. One lock around plain tables that is never held while anyone waits; every call
/// costs at most the logarithm of how many receipts there are.
/// </summary>
internal sealed class InMemoryReceiptStore(TimeProvider time) : IReceiptStore
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _committed = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byAge = new();
    private readonly Dictionary<string, Queue<InMemoryReceipt>> _open = new(StringComparer.Ordinal);

    public ValueTask<IReceipt?> BeginAsync(string messageId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReceipt?>(cancellationToken);
        }

        InMemoryReceipt receipt;
        lock (_gate)
        {
            if (_committed.Contains(messageId))
            {
                return ValueTask.FromResult<IReceipt?>(null);
            }

            receipt = new InMemoryReceipt(this, messageId, time.GetUtcNow());
            if (!_open.TryGetValue(messageId, out var waiting))
            {
                _open.Add(messageId, new Queue<InMemoryReceipt>());
                return ValueTask.FromResult<IReceipt?>(receipt);
            }

            waiting.Enqueue(receipt);
        }

        return receipt.WaitForTurnAsync(cancellationToken);
    }

    public ValueTask<int> PurgeAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        lock (_gate)
        {
            var purged = 0;
            while (purged < max && _byAge.TryPeek(out var messageId, out var begunAt) && begunAt < before)
            {
                _byAge.Dequeue();
                _committed.Remove(messageId);
                purged++;
            }

            return ValueTask.FromResult(purged);
        }
    }

    /// <summary>Everyone who waited for the same id hears that it is a duplicate.</summary>
    internal void Commit(InMemoryReceipt receipt)
    {
        lock (_gate)
        {
            _committed.Add(receipt.MessageId);
            _byAge.Enqueue(receipt.MessageId, receipt.BegunAt);
            _open.Remove(receipt.MessageId, out var waiting);
            foreach (var other in waiting!)
            {
                other.TryEnd(isDuplicate: true);
            }
        }
    }

    /// <summary>The first who still waits for the same id gets its turn.</summary>
    internal void RollBack(InMemoryReceipt receipt)
    {
        lock (_gate)
        {
            var waiting = _open[receipt.MessageId];
            while (waiting.TryDequeue(out var next))
            {
                if (next.TryEnd(isDuplicate: false))
                {
                    return;
                }
            }

            _open.Remove(receipt.MessageId);
        }
    }
}

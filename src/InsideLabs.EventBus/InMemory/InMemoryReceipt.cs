using InsideLabs.EventBus.Receipts;

namespace InsideLabs.EventBus.InMemory;

/// <summary>A receipt that is open, or waits until another one of the same id ends.</summary>
internal sealed class InMemoryReceipt(InMemoryReceiptStore store, string messageId, DateTimeOffset begunAt) : IReceipt
{
    private readonly TaskCompletionSource<bool> _isDuplicate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private State _state;

    private enum State
    {
        Open,
        Committed,
        RolledBack,
    }

    public string MessageId { get; } = messageId;

    public DateTimeOffset BegunAt { get; } = begunAt;

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        switch (Interlocked.CompareExchange(ref _state, State.Committed, State.Open))
        {
            case State.Open:
                store.Commit(this);
                return ValueTask.CompletedTask;
            case State.Committed:
                return ValueTask.CompletedTask;
            default:
                throw new InvalidOperationException($"The receipt of '{MessageId}' was rolled back: commit it before it is disposed.");
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.CompareExchange(ref _state, State.RolledBack, State.Open) == State.Open)
        {
            store.RollBack(this);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until the receipt in front has ended.</summary>
    public async ValueTask<IReceipt?> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        // Whoever ends the wait first wins: a turn that was given is never lost to a cancellation.
        using var cancelled = cancellationToken.UnsafeRegister(
            static (wait, token) => ((TaskCompletionSource<bool>)wait!).TrySetCanceled(token), _isDuplicate);
        return await _isDuplicate.Task.ConfigureAwait(false) ? null : this;
    }

    /// <summary>Ends the wait.</summary>
    /// <returns>Whether anyone still waited.</returns>
    public bool TryEnd(bool isDuplicate) => _isDuplicate.TrySetResult(isDuplicate);
}

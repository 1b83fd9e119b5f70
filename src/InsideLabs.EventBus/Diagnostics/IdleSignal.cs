namespace InsideLabs.EventBus.Diagnostics;

/// <summary>
/// Knows whether the library has work in hand. The dispatcher, the handler pump and the stores' writers report here, so that
/// a test or a shutdown can await quiet instead of sleeping. Work that only waits for time (a retry) does not count.
/// </summary>
public sealed class IdleSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private long _busy;

    /// <summary>Whether nothing is in hand.</summary>
    public bool IsIdle => Volatile.Read(ref _busy) == 0;

    /// <summary>Reports that a piece of work began. Each call is followed by one <see cref="Exit"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _busy);

    /// <summary>Reports that a piece of work ended.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _busy) == 0)
        {
            lock (_gate)
            {
                if (IsIdle)
                {
                    _waiter?.TrySetResult();
                    _waiter = null;
                }
            }
        }
    }

    /// <summary>Completes when nothing is in hand: at once if that is so now.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WaitAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (IsIdle)
            {
                return Task.CompletedTask;
            }

            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task.WaitAsync(cancellationToken);
        }
    }
}

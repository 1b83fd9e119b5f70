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

    /// <summary>How many pieces of work are in hand.</summary>
    public long InHand => Volatile.Read(ref _busy);

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

    /// <summary>
    /// Lets a piece of work that has reported its beginning wait for time, which does not count as work in hand: whoever turns a
    /// test's clock would otherwise wait for the work, and the work for the clock. It counts again before the timer's callback, or
    /// the cancellation, has returned, so whoever caused that sees it when he asks for quiet.
    /// </summary>
    /// <param name="delay">How long; <see cref="Timeout.InfiniteTimeSpan"/> for until it is cancelled.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or longer than a timer can wait.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the work counts again.</exception>
    public async ValueTask DelayAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        cancellationToken.ThrowIfCancellationRequested();
        if (delay == TimeSpan.Zero)
        {
            return;
        }

        var pause = new Pause(this);
        await using var timer = time.CreateTimer(static p => ((Pause)p!).End(), pause, delay, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        await using var cancellation = cancellationToken.UnsafeRegister(static p => ((Pause)p!).End(), pause).ConfigureAwait(false);

        // Not before the timer is set: whoever found quiet and no timer would turn the clock past it.
        Exit();
        await pause.Ended.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>A wait for time. Of the timer and the cancellation the first one ends it.</summary>
    private sealed class Pause(IdleSignal idle)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isOver;

        public Task Ended => _ended.Task;

        public void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                idle.Enter();
                _ended.SetResult();
            }
        }
    }
}

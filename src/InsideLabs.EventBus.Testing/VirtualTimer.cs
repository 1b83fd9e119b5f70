namespace InsideLabs.EventBus.Testing;

/// <summary>A timer of a <see cref="VirtualClock"/>. What is not a callback or an entry of its own is guarded by the clock's lock.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>What a timer of the system can wait: a test must not pass with more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly ContextCallback Call = static timer => ((VirtualTimer)timer!).CallBack();

    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private bool _isDisposed;

    /// <summary>The timestamp it is due at, while it is set.</summary>
    public long Due { get; set; }

    /// <summary>The place among timers that are due together: they fire in the order they were set.</summary>
    public long Order { get; set; }

    /// <summary>The ticks between two callbacks; 0 for one callback only.</summary>
    public long Period { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (clock.Gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            clock.Set(this, dueTime);
            return true;
        }
    }

    /// <summary>Called without the clock's lock: a callback may do whatever it likes with the clock.</summary>
    public void Fire()
    {
        if (_context is null)
        {
            CallBack();
        }
        else
        {
            ExecutionContext.Run(_context, Call, this);
        }
    }

    public void Dispose()
    {
        lock (clock.Gate)
        {
            _isDisposed = true;
            clock.Set(this, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan wait, string parameter)
    {
        if (wait != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero, parameter);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, Longest, parameter);
        }
    }

    private void CallBack() => callback(state);
}

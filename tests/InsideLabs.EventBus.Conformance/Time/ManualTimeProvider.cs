namespace InsideLabs.EventBus.Conformance.Time;

/// <summary>
/// A clock that tests turn. Timers fire on the thread that advances it, in the order they are due, each seeing the instant
/// it was due at.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private readonly List<(DateTimeOffset By, TaskCompletionSource Set)> _waiters = [];
    private long _order;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 4, 8, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the earliest timer is due; null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return Earliest()?.DueAt;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward, timer by timer, and lets whoever lives by it finish his work at each.</summary>
    /// <param name="by">How far.</param>
    /// <param name="idle">Completes when there is no work in hand.</param>
    public async Task AdvanceAsync(TimeSpan by, Func<Task> idle)
    {
        ArgumentNullException.ThrowIfNull(idle);
        var target = GetUtcNow() + by;
        await idle();
        while (NextTimer is { } next && next <= target)
        {
            Advance(next > GetUtcNow() ? next - GetUtcNow() : TimeSpan.Zero);
            await idle();
        }

        Advance(target - GetUtcNow());
        await idle();
    }

    /// <summary>Moves the clock forward and fires what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_gate)
        {
            target = _now + by;
        }

        while (true)
        {
            ManualTimer? due;
            lock (_gate)
            {
                due = Earliest();
                if (due is null || due.DueAt > target)
                {
                    _now = target;
                    return;
                }

                _now = due.DueAt!.Value > _now ? due.DueAt.Value : _now;
                due.Rearm();
            }

            due.Fire();
        }
    }

    /// <summary>Completes once a timer is set that is due at this instant or before: what a test turns the clock for.</summary>
    public Task WhenTimerIsSetAsync(DateTimeOffset by)
    {
        lock (_gate)
        {
            if (Earliest()?.DueAt <= by)
            {
                return Task.CompletedTask;
            }

            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((by, set));
            return set.Task;
        }
    }

    /// <summary>Sets the clock, also backwards, without firing anything: a clock that jumps.</summary>
    public void JumpTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            _now = instant;
        }
    }

    private ManualTimer? Earliest() => _timers
        .Where(t => t.DueAt is not null)
        .OrderBy(t => t.DueAt)
        .ThenBy(t => t.Order)
        .FirstOrDefault();

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public DateTimeOffset? DueAt { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                Order = clock._order++;
                clock._timers.Remove(this);
                clock._timers.Add(this);
                clock._waiters.RemoveAll(w => DueAt <= w.By && w.Set.TrySetResult());
                return true;
            }
        }

        /// <summary>Called with the clock's lock held.</summary>
        public void Rearm()
        {
            DueAt = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? null : DueAt + _period;
            Order = clock._order++;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                DueAt = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

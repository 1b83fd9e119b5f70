namespace InsideLabs.EventBus.Testing;

/// <summary>
/// A clock that stands until a test turns it. Timers fire on the thread that turns it, in the order they are due and, where that is
/// equal, in the order they were set; each callback sees the instant its timer was due at. Safe for use by several threads at once:
/// time never runs backwards for them, and a call that turns the clock returns when all timers up to its target have fired or are firing.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _timers = new(Comparer<VirtualTimer>.Create(
        static (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Order.CompareTo(b.Order)));

    private readonly List<(long By, TaskCompletionSource IsSet)> _waiters = [];
    private long _timestamp;
    private long _jumped;
    private long _order;

    /// <summary>Makes a clock that stands at noon (UTC) of the 8th of April 2026.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2026, 4, 8, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Makes a clock.</summary>
    /// <param name="start">The instant it stands at.</param>
    public VirtualClock(DateTimeOffset start) => _timestamp = start.UtcTicks;

    /// <summary>Ticks of 100 ns: what <see cref="GetTimestamp"/> counts.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC on every machine.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the earliest timer is due, as this clock will show it; null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (Gate)
            {
                return _timers.Min is { } next ? Shown(next.Due) : null;
            }
        }
    }

    internal Lock Gate { get; } = new();

    /// <summary>The instant the clock stands at.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (Gate)
        {
            return Shown(_timestamp);
        }
    }

    /// <summary>The time that has run, in ticks. No jump of the clock changes it.</summary>
    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    /// <summary>Sets a timer. One that is due at once fires when the clock is turned next, be it by nothing.</summary>
    /// <param name="callback">What to call.</param>
    /// <param name="state">What to call it with.</param>
    /// <param name="dueTime">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no call.</param>
    /// <param name="period">How long to wait between calls; zero or <see cref="Timeout.InfiniteTimeSpan"/> for one call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or longer than a timer of the system can wait (about 49 days).</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Turns the clock forward and fires what falls due on the way. What a callback sets on the way fires too.</summary>
    /// <param name="by">How far: zero or more. Zero fires what is due already.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clock cannot go there: use <see cref="JumpTo"/> to set it back.</exception>
    public void Advance(TimeSpan by) => FireUntil(TargetOf(by));

    /// <summary>Turns the clock forward, timer by timer, and lets whoever lives by it finish his work before each step and after the last.</summary>
    /// <param name="by">How far: zero or more.</param>
    /// <param name="idle">Completes when there is no work in hand.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clock cannot go there: use <see cref="JumpTo"/> to set it back.</exception>
    public async Task AdvanceAsync(TimeSpan by, Func<Task> idle)
    {
        ArgumentNullException.ThrowIfNull(idle);
        var target = TargetOf(by);
        do
        {
            await idle().ConfigureAwait(false);
        }
        while (Step(target));

        FireUntil(target);
        await idle().ConfigureAwait(false);
    }

    /// <summary>Completes once a timer is set that is due at this instant or before: what a test turns the clock for.</summary>
    /// <param name="by">The instant, as this clock shows it now.</param>
    public Task WhenTimerIsSetAsync(DateTimeOffset by)
    {
        lock (Gate)
        {
            var due = by.UtcTicks - _jumped;
            if (_timers.Min?.Due <= due)
            {
                return Task.CompletedTask;
            }

            var isSet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, isSet));
            return isSet.Task;
        }
    }

    /// <summary>
    /// Sets what the clock shows, also back, as an operator or a time server does: timers and <see cref="GetTimestamp"/> go on as if
    /// nothing had happened, and nothing fires.
    /// </summary>
    /// <param name="instant">What it shows from now on.</param>
    public void JumpTo(DateTimeOffset instant)
    {
        lock (Gate)
        {
            _jumped = instant.UtcTicks - _timestamp;
        }
    }

    /// <summary>Where the clock stands after it was turned.</summary>
    internal long TargetOf(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (Gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(by.Ticks, DateTimeOffset.MaxValue.Ticks - _jumped - _timestamp, nameof(by));
            return _timestamp + by.Ticks;
        }
    }

    /// <summary>Turns the clock to the next timer and fires all that are due then; false when there is none up to the target.</summary>
    internal bool Step(long target)
    {
        long next;
        lock (Gate)
        {
            if (_timers.Min is not { } timer || timer.Due > target)
            {
                return false;
            }

            next = timer.Due;
        }

        FireUntil(next);
        return true;
    }

    internal void FireUntil(long target)
    {
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Sets a timer anew, or takes it out; called with the lock held.</summary>
    internal void Set(VirtualTimer timer, TimeSpan dueTime)
    {
        _timers.Remove(timer);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Add(timer, _timestamp + dueTime.Ticks);
        }
    }

    /// <summary>Takes the next timer that is due and moves the clock to it, or to the target when there is none.</summary>
    private VirtualTimer? TakeDue(long target)
    {
        lock (Gate)
        {
            if (_timers.Min is not { } timer || timer.Due > target)
            {
                MoveTo(target);
                return null;
            }

            MoveTo(timer.Due);
            _timers.Remove(timer);
            if (timer.Period > 0)
            {
                Add(timer, timer.Due + timer.Period);
            }

            return timer;
        }
    }

    private void Add(VirtualTimer timer, long due)
    {
        (timer.Due, timer.Order) = (due, ++_order);
        _timers.Add(timer);
        if (_waiters.Count > 0)
        {
            _waiters.RemoveAll(w => due <= w.By && w.IsSet.TrySetResult());
        }
    }

    /// <summary>Never back: a callback, or another thread, may have turned the clock further meanwhile.</summary>
    private void MoveTo(long timestamp) => Volatile.Write(ref _timestamp, Math.Max(_timestamp, timestamp));

    private DateTimeOffset Shown(long timestamp) =>
        new(Math.Clamp(timestamp + _jumped, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}

namespace InsideLabs.EventBus.Faults.Scenarios.Clock;

/// <summary>A clock on the wall that somebody sets. As on a real machine, timers and time stamps know nothing of it.</summary>
internal sealed class SetClock : TimeProvider
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);

    private long _offset;

    public TimeSpan Offset
    {
        get => new(Volatile.Read(ref _offset));
        set => Volatile.Write(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    /// <summary>What runs once an hour, the retention, runs often here, so that it meets every step.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period >= TimeSpan.FromHours(1) ? base.CreateTimer(callback, state, Often, Often) : base.CreateTimer(callback, state, dueTime, period);
}

namespace InsideLabs.EventBus.Diagnostics;

/// <summary>Tells health checks how the dispatcher of this process is.</summary>
public sealed class DispatcherMonitor
{
    private volatile DispatcherCondition _condition;
    private int _blocked;

    /// <summary>How the dispatcher is now.</summary>
    public DispatcherCondition Condition => _condition == DispatcherCondition.Running && Volatile.Read(ref _blocked) > 0
        ? DispatcherCondition.Blocked
        : _condition;

    internal void Report(DispatcherCondition condition) => _condition = condition;

    /// <summary>An outcome cannot be stored: nothing is claimed until <see cref="Unblock"/> was called as often.</summary>
    internal void Block() => Interlocked.Increment(ref _blocked);

    internal void Unblock() => Interlocked.Decrement(ref _blocked);
}

/// <summary>How the dispatcher of a process is.</summary>
public enum DispatcherCondition
{
    /// <summary>It was not started: the host has not begun, or it delivers by <c>/queue/process</c> only.</summary>
    Off = 0,

    /// <summary>It claims and delivers.</summary>
    Running = 1,

    /// <summary>It claims nothing, because outcomes cannot be stored; it goes on by itself once they can.</summary>
    Blocked = 2,

    /// <summary>It ended by an unexpected failure: restart the process.</summary>
    Failed = 3,

    /// <summary>It was stopped with the host.</summary>
    Stopped = 4,
}

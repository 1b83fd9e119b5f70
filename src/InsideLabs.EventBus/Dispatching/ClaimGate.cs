using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// Closed while an outcome cannot be stored. A store that takes no writes would answer every further delivery with a
/// redelivery, so nothing is claimed until the outcomes in hand are safe.
/// </summary>
internal sealed class ClaimGate(DispatcherMonitor monitor)
{
    private int _waiting;

    public bool IsOpen => Volatile.Read(ref _waiting) == 0;

    public void Close()
    {
        Interlocked.Increment(ref _waiting);
        monitor.Block();
    }

    public void Open()
    {
        monitor.Unblock();
        Interlocked.Decrement(ref _waiting);
    }
}

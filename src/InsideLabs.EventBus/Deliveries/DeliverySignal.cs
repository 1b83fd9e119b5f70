using System.Threading.Channels;
using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>
/// Tells the dispatcher that the queue changed: something was committed, released or settled. Signals that come while it is
/// busy are one. A store that hears of other nodes' commits sets it too; correctness never depends on it being fast.
/// </summary>
/// <param name="idle">Learns that there is work from the signal on, not only once the dispatcher has woken up.</param>
public sealed class DeliverySignal(IdleSignal idle)
{
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(1);
    private int _isSet;
    private volatile bool _hasListener;

    /// <summary>Wakes the dispatcher, now or as soon as it waits again; does nothing while none runs.</summary>
    public void Set()
    {
        if (_hasListener && Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            idle.Enter();
            _pending.Writer.TryWrite(true);
        }
    }

    /// <summary>Begins to listen. The first signal is set at once, so that the listener looks at what is there already.</summary>
    internal void Listen()
    {
        _hasListener = true;
        Set();
    }

    /// <summary>Waits for a signal and takes it; <see cref="Handled"/> must follow.</summary>
    internal async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _pending.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _isSet, 0);
    }

    /// <summary>Reports that what the last signal announced has been looked at.</summary>
    internal void Handled() => idle.Exit();

    /// <summary>Stops listening; a signal that nobody will take is withdrawn.</summary>
    internal void StopListening()
    {
        _hasListener = false;
        if (_pending.Reader.TryRead(out _))
        {
            Volatile.Write(ref _isSet, 0);
            idle.Exit();
        }
    }
}

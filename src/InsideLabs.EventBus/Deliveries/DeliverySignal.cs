using System.Threading.Channels;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>
/// Tells the dispatcher that the queue changed: something was committed, released or settled. Signals that come while it is
/// busy are one. A store that hears of other nodes' commits sets it too; correctness never depends on it being fast.
/// </summary>
public sealed class DeliverySignal
{
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the dispatcher, now or as soon as it waits again.</summary>
    public void Set() => _pending.Writer.TryWrite(true);

    /// <summary>Waits for a signal and takes it.</summary>
    /// <param name="cancellationToken">Gives up; a signal that is set stays set.</param>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _pending.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}

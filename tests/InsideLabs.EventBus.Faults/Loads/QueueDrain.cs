using System.Diagnostics.Metrics;
using System.Threading.Channels;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;

namespace InsideLabs.EventBus.Faults.Loads;

/// <summary>
/// Waits until nothing is queued. It looks when the library is idle, and again after each further attempt: a retry that only
/// waits for its time is not work in hand, so idle alone would be too early.
/// </summary>
internal sealed class QueueDrain : IDisposable
{
    private readonly Channel<bool> _attempts = Channel.CreateBounded<bool>(1);
    private readonly MeterListener _listener = new();
    private readonly IDeliveryStore _store;
    private readonly IdleSignal _idle;

    /// <summary>Begins to listen for attempts; create it before the host starts.</summary>
    public QueueDrain(IDeliveryStore store, IdleSignal idle)
    {
        (_store, _idle) = (store, idle);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (string.Equals(instrument.Name, EventBusDiagnostics.DeliveryAttempts, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _attempts.Writer.TryWrite(true));
        _listener.Start();
    }

    public async Task WaitAsync()
    {
        while (true)
        {
            await _idle.WaitAsync();
            if (await _store.GetStatsAsync(CancellationToken.None) is { Pending: 0, Retry: 0, Processing: 0 })
            {
                return;
            }

            await _attempts.Reader.ReadAsync();
        }
    }

    public void Dispose() => _listener.Dispose();
}

using System.Threading.Channels;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// Claims what is due and hands it to N workers. It never polls: it sleeps until it is signalled, by a publish, by a worker
/// that became free, or by the one timer that is set for the next due delivery.
/// </summary>
internal sealed class DeliveryDispatcher : IDisposable
{
    private static readonly TimeSpan ClaimRetryDelay = TimeSpan.FromSeconds(1);

    private readonly IDeliveryStore _store;
    private readonly DeliveryPipeline _pipeline;
    private readonly DeliverySignal _signal;
    private readonly DeliverySlots _slots;
    private readonly ClaimGate _gate;
    private readonly DispatcherMonitor _monitor;
    private readonly IdleSignal _idle;
    private readonly EventBusOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryDispatcher> _logger;
    private readonly Channel<Work> _work;
    private readonly CancellationTokenSource _stopClaiming = new();
    private readonly CancellationTokenSource _cancelSends = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private Task _workers = Task.CompletedTask;
    private int _released;

    public DeliveryDispatcher(
        IDeliveryStore store,
        DeliveryPipeline pipeline,
        DeliverySignal signal,
        DeliverySlots slots,
        ClaimGate gate,
        DispatcherMonitor monitor,
        IdleSignal idle,
        IOptions<EventBusOptions> options,
        TimeProvider time,
        ILogger<DeliveryDispatcher> logger)
    {
        (_store, _pipeline, _signal, _slots, _gate, _monitor, _idle) = (store, pipeline, signal, slots, gate, monitor, idle);
        (_options, _time, _logger) = (options.Value, time, logger);
        _work = Channel.CreateBounded<Work>(_options.MaxConcurrentDeliveries);
        _timer = time.CreateTimer(static s => ((DeliverySignal)s!).Set(), signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        Log.DispatcherStarted(_logger, _options.MaxConcurrentDeliveries, _options.MaxConcurrentDeliveriesPerSubscription);
        _monitor.Report(DispatcherCondition.Running);
        _signal.Listen();
        _workers = Task.WhenAll(Enumerable.Range(0, _options.MaxConcurrentDeliveries).Select(_ => Task.Run(WorkAsync)));
        _loop = Task.Run(ClaimLoopAsync);
    }

    /// <summary>Stops claiming, waits for what is on its way, then cancels it and gives it back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _signal.StopListening();
        await _stopClaiming.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _work.Writer.TryComplete();
        try
        {
            await _workers.WaitAsync(_options.DrainTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await _cancelSends.CancelAsync().ConfigureAwait(false);
            await _workers.ConfigureAwait(false);
        }

        _monitor.Report(DispatcherCondition.Stopped);
        Log.DispatcherStopped(_logger, _released);
    }

    public void Dispose()
    {
        _stopClaiming.Cancel();
        _cancelSends.Cancel();
        _timer.Dispose();
        _stopClaiming.Dispose();
        _cancelSends.Dispose();
    }

    private async Task ClaimLoopAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stopClaiming.Token).ConfigureAwait(false);
                try
                {
                    await ClaimAsync().ConfigureAwait(false);
                }
                catch (EventBusStoreException e)
                {
                    Log.ClaimFailed(_logger, e, ClaimRetryDelay);
                    WakeIn(ClaimRetryDelay);
                }
                catch (Exception e) when (e is not OperationCanceledException || !_stopClaiming.IsCancellationRequested)
                {
                    _signal.StopListening();
                    _monitor.Report(DispatcherCondition.Failed);
                    Log.DispatcherFailed(_logger, e);
                    return;
                }
                finally
                {
                    _signal.Handled();
                }
            }
        }
        catch (OperationCanceledException) when (_stopClaiming.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Claims as many deliveries as may start, and sets the timer for the next one.</summary>
    private async ValueTask ClaimAsync()
    {
        // Whoever returns a slot, or stores its outcome at last, signals again.
        var free = _gate.IsOpen ? _slots.Take(_options.MaxConcurrentDeliveries) : 0;
        if (free == 0)
        {
            return;
        }

        try
        {
            var now = _time.GetUtcNow();
            var request = new ClaimRequest(now, free, _options.MaxConcurrentDeliveriesPerSubscription);
            var claimed = await _store.ClaimAsync(request, _stopClaiming.Token).ConfigureAwait(false);
            foreach (var delivery in claimed.Deliveries)
            {
                free--;
                _idle.Enter();
                _work.Writer.TryWrite(new Work(delivery, ClaimVersions.Of(claimed)));
            }

            WakeIn(claimed.NextDueAt - now);
        }
        finally
        {
            _slots.Return(free);
        }
    }

    private void WakeIn(TimeSpan? delay)
    {
        var wait = delay switch
        {
            null => Timeout.InfiniteTimeSpan,
            { } d when d <= TimeSpan.Zero => TimeSpan.Zero,

            // Due times follow the wall clock and timers do not: when it was set, or the machine slept, the timer would ring too late.
            { } d when d > _options.ClockCheckInterval => _options.ClockCheckInterval,

            // Timers cut to whole milliseconds: one that rings early would find nothing due.
            { } d => TimeSpan.FromMilliseconds(Math.Ceiling(d.TotalMilliseconds)),
        };
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task WorkAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                var token = _cancelSends.Token;
                if (await _pipeline.RunAsync(work.Delivery, work.Versions, token, token).ConfigureAwait(false) == RunResult.Deferred)
                {
                    Interlocked.Increment(ref _released);
                }
            }
            catch (Exception e)
            {
                Log.DeliveryFailed(_logger, e, work.Delivery.Id);
            }
            finally
            {
                _slots.Return(1);
                _signal.Set();
                _idle.Exit();
            }
        }
    }

    /// <param name="Delivery">What to deliver.</param>
    /// <param name="Versions">How new the worker's copies of subscriptions and settings must be.</param>
    private readonly record struct Work(ClaimedDelivery Delivery, ClaimVersions Versions);
}

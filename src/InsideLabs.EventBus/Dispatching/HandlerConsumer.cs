using System.Threading.Channels;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>One in-memory handler and the bounded queue before it: it handles one event after the other, and delays no other handler.</summary>
internal sealed class HandlerConsumer : IDisposable
{
    private readonly HandlerRegistration _handler;
    private readonly HandlerCatalog _catalog;
    private readonly HandlerOverflow _overflow;
    private readonly IdleSignal _idle;
    private readonly EventBusMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Channel<EventEnvelope> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private int _waiting;

    public HandlerConsumer(
        HandlerRegistration handler,
        HandlerCatalog catalog,
        EventBusOptions options,
        IdleSignal idle,
        EventBusMetrics metrics,
        ILogger logger)
    {
        (_handler, _catalog, _idle, _metrics, _logger) = (handler, catalog, idle, metrics, logger);
        _overflow = options.HandlerOverflow;
        _queue = Channel.CreateBounded<EventEnvelope>(options.HandlerQueueCapacity);
        _loop = Task.Run(RunAsync);
    }

    public ValueTask HandOverAsync(EventEnvelope envelope)
    {
        Enter();
        if (_queue.Writer.TryWrite(envelope))
        {
            return ValueTask.CompletedTask;
        }

        if (_overflow == HandlerOverflow.Wait)
        {
            return WaitForRoomAsync(envelope);
        }

        Drop(envelope);
        return ValueTask.CompletedTask;
    }

    /// <summary>Handles what is queued, for as long as allowed, and ends.</summary>
    /// <returns>How many events were left.</returns>
    public async ValueTask<int> StopAsync(TimeSpan drain, TimeProvider time, CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(drain, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }

        var left = 0;
        while (_queue.Reader.TryRead(out _))
        {
            Exit();
            left++;
        }

        return left;
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async ValueTask WaitForRoomAsync(EventEnvelope envelope)
    {
        try
        {
            await _queue.Writer.WriteAsync(envelope, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException)
        {
            Drop(envelope);
        }
    }

    /// <summary>
    /// However many events wait, they are one piece of work: while the handler waits for time, so do they, and nothing is in hand.
    /// </summary>
    private void Enter()
    {
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            _idle.Enter();
        }
    }

    private void Exit()
    {
        if (Interlocked.Decrement(ref _waiting) == 0)
        {
            _idle.Exit();
        }
    }

    private void Drop(EventEnvelope envelope)
    {
        Exit();
        _metrics.HandlerDropped(_handler.Pattern.Value);
        Log.HandlerDropped(_logger, _handler.Pattern.Value, envelope.Id.Value, envelope.Type.Value);
    }

    private async Task RunAsync()
    {
        await foreach (var envelope in _queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                await _catalog.InvokeAsync(_handler, envelope, deliveryId: null, attempt: 1, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The host waited long enough. What is still queued is counted as lost.
            }
            catch (Exception e)
            {
                _metrics.HandlerFailed(_handler.Pattern.Value);
                Log.HandlerThrew(_logger, e, _handler.Pattern.Value, envelope.Id.Value, envelope.Type.Value);
            }
            finally
            {
                Exit();
            }

            if (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }
}

using System.Threading.Channels;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// Delivers a number of due deliveries while a caller waits: without a dispatcher or beside one, whose slots it shares. It ends
/// with the host: no more claims, wait, cancel, give back.
/// </summary>
internal sealed class BatchProcessor(
    IDeliveryStore store,
    DeliveryPipeline pipeline,
    DeliverySignal signal,
    DeliverySlots slots,
    ClaimGate gate,
    IdleSignal idle,
    IOptions<EventBusOptions> options,
    TimeProvider time,
    ILogger<BatchProcessor> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopClaiming = new();
    private readonly CancellationTokenSource _cancelSends = new();
    private readonly IdleSignal _calls = new();

    public async ValueTask<ProcessedDeliveries> RunAsync(int batchSize, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        idle.Enter();
        _calls.Enter();
        try
        {
            using var stopClaiming = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopClaiming.Token);
            using var cancelSends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelSends.Token);
            var batch = new Batch(time.GetUtcNow(), batchSize);
            try
            {
                await ClaimAsync(batch, stopClaiming.Token, cancelSends.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopClaiming.IsCancellationRequested)
            {
                // What was claimed is brought to an end below.
            }
            finally
            {
                while (batch.Running > 0)
                {
                    await WaitForOneAsync(batch, CancellationToken.None).ConfigureAwait(false);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            return batch.Count();
        }
        finally
        {
            _calls.Exit();
            idle.Exit();
        }
    }

    /// <summary>Lets no call claim any more, waits for what is on its way, then cancels it and gives it back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopClaiming.CancelAsync().ConfigureAwait(false);
        try
        {
            await _calls.WaitAsync(CancellationToken.None).WaitAsync(options.Value.DrainTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await _cancelSends.CancelAsync().ConfigureAwait(false);
            await _calls.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stopClaiming.Cancel();
        _cancelSends.Cancel();
        _stopClaiming.Dispose();
        _cancelSends.Dispose();
    }

    /// <summary>
    /// Claims until the batch is full or nothing more is due. A claim may give less than is due, because a subscription has as many
    /// on their way as it may: then it is asked again when one of ours has ended.
    /// </summary>
    private async ValueTask ClaimAsync(Batch batch, CancellationToken stopClaiming, CancellationToken cancelSends)
    {
        while (batch is { Missing: > 0, IsBroken: false } && gate.IsOpen)
        {
            stopClaiming.ThrowIfCancellationRequested();
            var taken = slots.Take(batch.Missing);
            if (taken == 0)
            {
                await WaitForSlotAsync(stopClaiming).ConfigureAwait(false);
                continue;
            }

            var running = batch.Running;
            if (await ClaimAsync(batch, taken, stopClaiming, cancelSends).ConfigureAwait(false) == 0)
            {
                if (running == 0)
                {
                    return;
                }

                await WaitForOneAsync(batch, stopClaiming).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until a slot is free. To wait is no work: whoever has the slot reports his own.</summary>
    private async ValueTask WaitForSlotAsync(CancellationToken stopClaiming)
    {
        idle.Exit();
        try
        {
            await slots.WhenFree().WaitAsync(stopClaiming).ConfigureAwait(false);
        }
        finally
        {
            idle.Enter();
        }
    }

    /// <summary>Waits until one of ours has ended. It counts as work until we have gone on, so that there is no moment of false quiet.</summary>
    private async ValueTask WaitForOneAsync(Batch batch, CancellationToken stopClaiming)
    {
        idle.Exit();
        try
        {
            await batch.TakeEndedAsync(stopClaiming).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            idle.Enter();
            throw;
        }

        // What it counted as is ours now.
    }

    private async ValueTask<int> ClaimAsync(Batch batch, int taken, CancellationToken stopClaiming, CancellationToken cancelSends)
    {
        var started = 0;
        try
        {
            // Always as of the beginning: a retry that falls due during the call waits for another one.
            var request = new ClaimRequest(batch.Now, taken, options.Value.MaxConcurrentDeliveriesPerSubscription);
            var claimed = await store.ClaimAsync(request, stopClaiming).ConfigureAwait(false);
            foreach (var delivery in claimed.Deliveries)
            {
                started++;
                idle.Enter();
                batch.Begin();
                _ = Task.Run(() => RunAsync(batch, delivery, ClaimVersions.Of(claimed), cancelSends), CancellationToken.None);
            }

            return started;
        }
        finally
        {
            slots.Return(taken - started);
            if (started < taken)
            {
                // The dispatcher may have found no slot free meanwhile.
                signal.Set();
            }
        }
    }

    private async Task RunAsync(Batch batch, ClaimedDelivery delivery, ClaimVersions versions, CancellationToken cancelSends)
    {
        var result = RunResult.Deferred;
        try
        {
            result = await pipeline.RunAsync(delivery, versions, cancelSends, _cancelSends.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // One that fails again and again must not be claimed again and again.
            batch.IsBroken = true;
            Log.DeliveryReturned(logger, e, delivery.Id);
            await GiveBackAsync(delivery).ConfigureAwait(false);
        }
        finally
        {
            slots.Return(1);
            signal.Set();
            batch.End(result);
        }
    }

    private async ValueTask GiveBackAsync(ClaimedDelivery delivery)
    {
        try
        {
            await pipeline.GiveBackAsync(delivery, _cancelSends.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.DeliveryFailed(logger, e, delivery.Id);
        }
    }

    /// <summary>One call: what it may claim, and what it has begun.</summary>
    /// <param name="now">What is due at this instant.</param>
    /// <param name="size">At most so many.</param>
    private sealed class Batch(DateTimeOffset now, int size)
    {
        private readonly Channel<RunResult> _ended = Channel.CreateUnbounded<RunResult>();
        private readonly int[] _counts = new int[Enum.GetValues<RunResult>().Length];
        private int _started;
        private volatile bool _isBroken;

        public DateTimeOffset Now => now;

        public int Missing => size - _started;

        /// <summary>How many were begun and not yet taken as ended.</summary>
        public int Running => _started - _counts.Sum();

        /// <summary>Whether something unexpected happened, so that no more should be begun.</summary>
        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public void Begin() => _started++;

        public void End(RunResult result) => _ended.Writer.TryWrite(result);

        public async ValueTask TakeEndedAsync(CancellationToken cancellationToken) =>
            _counts[(int)await _ended.Reader.ReadAsync(cancellationToken).ConfigureAwait(false)]++;

        public ProcessedDeliveries Count() => new(
            _started,
            _counts[(int)RunResult.Delivered],
            _counts[(int)RunResult.Failed],
            _counts[(int)RunResult.Deferred]);
    }
}

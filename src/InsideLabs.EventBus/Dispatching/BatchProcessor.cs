using System.Runtime.InteropServices;
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
                await Task.WhenAll(batch.Runs).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return await batch.CountAsync().ConfigureAwait(false);
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
                await slots.WhenFree().WaitAsync(stopClaiming).ConfigureAwait(false);
                continue;
            }

            var running = batch.Running();
            if (await ClaimAsync(batch, taken, stopClaiming, cancelSends).ConfigureAwait(false) == 0)
            {
                if (running.Count == 0)
                {
                    return;
                }

                await Task.WhenAny(running).WaitAsync(stopClaiming).ConfigureAwait(false);
            }
        }
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
                batch.Runs.Add(Task.Run(() => RunAsync(batch, delivery, ClaimVersions.Of(claimed), cancelSends), CancellationToken.None));
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

    private async Task<RunResult> RunAsync(Batch batch, ClaimedDelivery delivery, ClaimVersions versions, CancellationToken cancelSends)
    {
        try
        {
            return await pipeline.RunAsync(delivery, versions, cancelSends, _cancelSends.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // One that fails again and again must not be claimed again and again.
            batch.IsBroken = true;
            Log.DeliveryReturned(logger, e, delivery.Id);
            await pipeline.GiveBackAsync(delivery, _cancelSends.Token).ConfigureAwait(false);
            return RunResult.Deferred;
        }
        finally
        {
            slots.Return(1);
            signal.Set();
            idle.Exit();
        }
    }

    /// <summary>One call: what it may claim, and what it has begun.</summary>
    /// <param name="now">What is due at this instant.</param>
    /// <param name="size">At most so many.</param>
    private sealed class Batch(DateTimeOffset now, int size)
    {
        private volatile bool _isBroken;

        public DateTimeOffset Now => now;

        public List<Task<RunResult>> Runs { get; } = new(size);

        public int Missing => size - Runs.Count;

        /// <summary>Whether something unexpected happened, so that no more should be begun.</summary>
        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public List<Task<RunResult>> Running() => Runs.FindAll(static r => !r.IsCompleted);

        public async Task<ProcessedDeliveries> CountAsync()
        {
            var results = await Task.WhenAll(Runs).ConfigureAwait(false);
            return new ProcessedDeliveries(
                results.Length,
                results.Count(static r => r == RunResult.Delivered),
                results.Count(static r => r == RunResult.Failed),
                results.Count(static r => r == RunResult.Deferred));
        }
    }
}

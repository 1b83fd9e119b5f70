using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Purging;

/// <summary>
/// Removes what is old once an hour: in small bites, so that nobody has to wait for it, and at most a day's worth of history in each
/// run. So a clock that was set far ahead, which makes everything look old, does not cost everything at once: there are days to notice.
/// </summary>
internal sealed class RetentionJob(
    IDeliveryStore store,
    IdleSignal idle,
    IOptions<EventBusOptions> options,
    TimeProvider time,
    ILogger<RetentionJob> logger) : IDisposable
{
    private const int Bite = 500;

    private static readonly TimeSpan FirstRun = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>The most history that one run removes.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromDays(1);

    /// <summary>A clock that is off by more than this was set.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private Task _run = Task.CompletedTask;
    private (DateTimeOffset Wall, long Timestamp) _last;

    public void Start()
    {
        if (options.Value is { KeepDeliveries: null, KeepAttempts: null })
        {
            return;
        }

        _last = (time.GetUtcNow(), time.GetTimestamp());
        _timer = time.CreateTimer(static job => ((RetentionJob)job!).Begin(), this, FirstRun, Period);
    }

    public async Task StopAsync()
    {
        if (_timer is { } timer)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Removes what is old now, at most a day's worth.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        LookAtClock(now);
        var (deliveries, attempts) = (0L, 0L);
        if (options.Value.KeepDeliveries is { } keptDeliveries)
        {
            deliveries += await PurgeAsync(DeliveryStatus.Delivered, Before(now, keptDeliveries), cancellationToken).ConfigureAwait(false);
            deliveries += await PurgeAsync(DeliveryStatus.Cancelled, Before(now, keptDeliveries), cancellationToken).ConfigureAwait(false);
        }

        if (options.Value.KeepAttempts is { } keptAttempts)
        {
            attempts = await PurgeAttemptsAsync(Before(now, keptAttempts), cancellationToken).ConfigureAwait(false);
        }

        if (deliveries + attempts > 0)
        {
            Log.RetentionRan(logger, deliveries, attempts);
        }
    }

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan kept) =>
        now - DateTimeOffset.UnixEpoch > kept ? now - kept : DateTimeOffset.UnixEpoch;

    /// <summary>Where a day's worth of what begins with an id ends.</summary>
    private static Guid EndOfSlice(Guid oldest) => UuidGenerator.FirstAt(UuidGenerator.TimeOf(oldest) + Slice);

    /// <summary>The timer's callback. A run that takes longer than a period is not run twice at once.</summary>
    private void Begin()
    {
        if (_run.IsCompleted)
        {
            idle.Enter();
            _run = Task.Run(RunQuietlyAsync);
        }
    }

    private async Task RunQuietlyAsync()
    {
        try
        {
            await RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops; what is left is removed next time.
        }
        catch (Exception e)
        {
            Log.RetentionFailed(logger, e, Period);
        }
        finally
        {
            idle.Exit();
        }
    }

    private async ValueTask<long> PurgeAsync(DeliveryStatus status, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await store.FindOldestAsync(status, before, cancellationToken).ConfigureAwait(false) is not { } oldest)
        {
            return 0;
        }

        var request = new PurgeRequest(status, before, Bite) { Below = EndOfSlice(oldest) };
        return await Bites.RepeatAsync(Bite, () => store.PurgeAsync(request, cancellationToken)).ConfigureAwait(false);
    }

    private async ValueTask<long> PurgeAttemptsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await store.FindOldestAttemptAsync(cancellationToken).ConfigureAwait(false) is not { } oldest)
        {
            return 0;
        }

        var (end, limit) = (EndOfSlice(oldest), UuidGenerator.FirstAt(before));
        var below = end.CompareTo(limit) < 0 ? end : limit;
        return await Bites.RepeatAsync(Bite, () => store.PurgeAttemptsAsync(below, Bite, cancellationToken)).ConfigureAwait(false);
    }

    private void LookAtClock(DateTimeOffset now)
    {
        var (wall, elapsed) = (now - _last.Wall, time.GetElapsedTime(_last.Timestamp));
        _last = (now, time.GetTimestamp());
        if ((wall - elapsed).Duration() > ClockTolerance)
        {
            Log.ClockJumped(logger, wall, elapsed);
        }
    }
}

using InsideLabs.EventBus.Receipts;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>
/// Forgets receipts that are older than the window: at most once an hour, and then no more than 1,000 and twice what was
/// committed since the last time. That keeps up with any load, and a clock that jumps ahead cannot forget everything at once.
/// </summary>
internal sealed class ReceiptPurge(TimeSpan window, TimeProvider time, ILogger logger)
{
    public const int Batch = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private long? _lastRound;
    private long _committed;

    /// <summary>Counts a commit.</summary>
    /// <returns>How many receipts may be purged now; 0 while the last round is less than an hour ago.</returns>
    public long Committed()
    {
        lock (_gate)
        {
            _committed++;
            if (_lastRound is { } last && time.GetElapsedTime(last) < Interval)
            {
                return 0;
            }

            var most = Batch + (2 * _committed);
            (_lastRound, _committed) = (time.GetTimestamp(), 0);
            return most;
        }
    }

    /// <summary>Purges in batches, so that nobody waits long for a turn. Never throws: the next round tries again.</summary>
    public async Task RunAsync(IReceiptStore store, long most)
    {
        try
        {
            var before = time.GetUtcNow() - window;
            var (purged, last) = (0L, Batch);
            for (var left = most; left > 0 && last == Batch; left -= last)
            {
                last = await store.PurgeAsync(before, (int)Math.Min(left, Batch), CancellationToken.None).ConfigureAwait(false);
                purged += last;
            }

            ReceiverLog.Purged(logger, purged, before);
        }
        catch (Exception e)
        {
            ReceiverLog.PurgeFailed(logger, e);
        }
    }
}

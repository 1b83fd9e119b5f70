using InsideLabs.EventBus.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Testing;

/// <summary>A host from its start to its end, which does not wait for a clock that stands.</summary>
internal sealed class RunningHost(IHost host) : IAsyncDisposable
{
    /// <summary>Real time after which what still runs is taken to wait for the clock.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>What the clock is turned by then: the longest that the library waits for an adapter that ignores its cancellation.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _atOnce = new();
    private Task? _stopping;
    private bool _hasStarted;
    private bool _hasEnded;

    public IServiceProvider Services => host.Services;

    public IdleSignal Idle { get; } = host.Services.GetRequiredService<IdleSignal>();

    public DispatcherCondition Condition => Services.GetRequiredService<DispatcherMonitor>().Condition;

    public async Task StartAsync()
    {
        await host.StartAsync().ConfigureAwait(false);
        _hasStarted = true;
    }

    /// <summary>Stops the host, which lets what is on its way finish. Again, or before it has started, it does nothing more.</summary>
    /// <param name="cancellationToken">Gives up letting it finish.</param>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _hasStarted ? _stopping ??= StopOnceAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Stops the host at once and disposes of it. Again it does nothing.</summary>
    /// <param name="clock">The clock, turned only for what ignores its cancellation.</param>
    /// <param name="patience">How long to wait in real time.</param>
    /// <param name="describe">Says what may be wrong.</param>
    public async Task EndAsync(VirtualClock clock, TimeSpan patience, Func<string> describe)
    {
        if (_hasEnded)
        {
            return;
        }

        // Cancelled from the beginning: the drain waits by the clock, and the clock stands.
        _hasEnded = true;
        await _atOnce.CancelAsync().ConfigureAwait(false);
        await WaitAsync(StopAsync(CancellationToken.None), clock, patience, describe).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _atOnce.Dispose();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_atOnce.Token, cancellationToken);
        await host.StopAsync(either.Token).ConfigureAwait(false);
    }

    private static async Task WaitAsync(Task stopped, VirtualClock clock, TimeSpan patience, Func<string> describe)
    {
        for (var waited = TimeSpan.Zero; patience == Timeout.InfiniteTimeSpan || waited < patience; waited += Grace)
        {
            try
            {
                await stopped.WaitAsync(Grace, TimeProvider.System).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException) when (!stopped.IsCompleted)
            {
                // It may also be the machine that is slow: without a timer to fire there is nothing to turn the clock for.
                if (clock.NextTimer <= clock.GetUtcNow() + Turn)
                {
                    clock.Advance(Turn);
                }
            }
        }

        throw new TimeoutException($"The host did not end within {patience} of real time. {describe()}");
    }
}

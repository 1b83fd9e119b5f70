using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Faults.Scenarios.Backlog;

/// <summary>
/// Takes deliveries only when it was told how many; those beyond wait. It costs nothing itself, so what is measured is the queue.
/// </summary>
internal sealed class CountingAdapter : IDeliveryAdapter
{
    public const string AdapterName = "adapter:counting";

    private readonly Lock _gate = new();
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;

    public string Name => AdapterName;

    public string Description => "Counts deliveries.";

    public string ConfigSchema => """{"type":"object"}""";

    public bool Signs => false;

    /// <summary>What waits for its turn has not failed.</summary>
    public TimeSpan? AttemptTimeout => Timeout.InfiniteTimeSpan;

    /// <summary>Takes a number of deliveries.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> TakeAsync(int count)
    {
        TaskCompletionSource opened;
        Task passed;
        lock (_gate)
        {
            _left = count;
            _passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            passed = _passed.Task;
            (opened, _opened) = (_opened, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        var start = TimeProvider.System.GetTimestamp();
        opened.SetResult();
        await passed;
        return TimeProvider.System.GetElapsedTime(start);
    }

    public void Validate(JsonElement config, FaultList faults)
    {
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task opened;
            lock (_gate)
            {
                if (_left > 0)
                {
                    if (--_left == 0)
                    {
                        _passed.SetResult();
                    }

                    return DeliveryResult.Delivered();
                }

                opened = _opened.Task;
            }

            await opened.WaitAsync(cancellationToken);
        }
    }
}
